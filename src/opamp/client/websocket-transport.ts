import type { ConnectionLoss, DialedSocket } from "../../runtime/network-ports.ts";
import { decodeMessage } from "../wire/decode.ts";
import { decodeFrame, encodeFrame, frameHeaderLength } from "../wire/framing.ts";
import { codec } from "../wire/messages.ts";
import { judge } from "./ending.ts";
import { type Fault, Keepalive } from "./keepalive.ts";
import { bytesOf, type Outgoing } from "./outgoing.ts";
import { decideRedirect } from "./redirect.ts";
import type { RouteAnswer, ServerRoute } from "./route.ts";
import { Timer } from "./timer.ts";
import { endTimeoutMs, orderedEnd, type Transport, type TransportOptions, type Verdict } from "./transport.ts";

/** Bytes that the server has not read above which nothing more is handed to the socket: the rest waits in the outbox. */
const mostUnreadBytes = 1024 * 1024;

/**
 * OpAMP over one WebSocket, from the dialing to its end: messages in and out, signs of life, close. A message counts as
 * sent when it is handed to the socket; a message of the server above the limit closes the connection with 1009.
 */
export class WebSocketTransport implements Transport {
  readonly overheadBytes = frameHeaderLength;
  readonly #options: TransportOptions;
  readonly #closing: Timer;
  #socket: DialedSocket | undefined;
  #keepalive: Keepalive | undefined;
  #phase: "dialing" | "open" | "closing" | "over" = "dialing";
  /** The route to the address of a redirect is asked for; there is no socket meanwhile. */
  #asking: AbortController | undefined;
  #openedAt = 0;
  #proven = false;
  /** Our own reason to end the connection, better than what the socket will say. */
  #verdict: Verdict | undefined;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#closing = new Timer(options.clock, () => this.#socket?.terminate());
  }

  get ready(): boolean {
    return this.#phase === "open" && this.#unreadBytes < mostUnreadBytes;
  }

  start(): void {
    this.#dial(this.#options.route, this.#options.route.url, 0);
  }

  send(message: Outgoing): void {
    if (this.#phase === "open") this.#socket?.send(encodeFrame(...bytesOf(message)));
  }

  end(lastWord: () => Outgoing | undefined, verdict = orderedEnd): void {
    if (this.#phase === "closing" || this.#phase === "over") return;
    this.#verdict ??= verdict;
    if (this.#asking) return this.#finish(verdict.loss);
    if (this.#phase === "dialing") return this.#socket?.terminate();
    const last = lastWord();
    if (last) this.send(last);
    this.#beginClose(1000, "");
  }

  #dial(route: ServerRoute, url: string, hops: number): void {
    const { network, limits } = this.#options;
    const { compression, ...way } = route;
    this.#socket = network.dial(
      {
        ...way,
        url,
        maxMessageBytes: limits.maxMessageBytes,
        handshakeTimeoutMs: limits.requestTimeoutMs,
        ...(compression && { compression }),
      },
      {
        open: () => this.#opened(),
        message: (data) => this.#received(data),
        text: () => this.#condemn(1003, "the server sent a text message, where OpAMP has binary ones"),
        pong: () => this.#keepalive?.alive(),
        drained: () => (this.ready ? this.#options.events.ready() : undefined),
        lost: (loss) => this.#lost(loss, url, hops),
      },
    );
  }

  #opened(): void {
    if (this.#phase !== "dialing") return;
    const { clock, limits, events } = this.#options;
    this.#phase = "open";
    this.#openedAt = clock.monotonic();
    this.#keepalive = new Keepalive({
      clock,
      periodMs: limits.pingAfterMs,
      unreadBytes: () => this.#unreadBytes,
      ping: () => this.#socket?.ping(),
      dead: (fault) => this.#giveUp(fault),
    });
    events.open();
    events.established();
  }

  get #unreadBytes(): number {
    return this.#socket?.bufferedBytes ?? 0;
  }

  #giveUp(fault: Fault): void {
    this.#verdict = { cause: "broken", loss: lossBy(fault, this.#options.limits.pingAfterMs) };
    this.#socket?.terminate();
  }

  #received(data: Uint8Array): void {
    this.#keepalive?.alive();
    if (this.#phase !== "open") return;
    const frame = decodeFrame(data);
    if (!frame.ok) return this.#condemn(1002, `the server sent a malformed message: ${frame.reason}`);
    const message = decodeMessage(codec.ServerToAgent, data, frame.start);
    if (!message) return this.#condemn(1002, "the server sent a message that is no ServerToAgent");
    if (!message.errorResponse) this.#proven = true;
    this.#options.events.message(message);
  }

  /** Ends the connection for a breach of the protocol. */
  #condemn(closeCode: number, message: string): void {
    if (this.#phase !== "open") return;
    this.#verdict = { cause: "breach", loss: { code: "PROTOCOL", message } };
    this.#beginClose(closeCode, message);
  }

  #beginClose(code: number, reason: string): void {
    this.#phase = "closing";
    this.#keepalive?.stop();
    this.#closing.set(endTimeoutMs);
    this.#socket?.close(code, reason);
  }

  #lost(loss: ConnectionLoss, url: string, hops: number): void {
    if (this.#phase === "dialing" && !this.#verdict) {
      const { status = 0, headers = {} } = loss.response ?? {};
      const redirect = decideRedirect({ url, request: "upgrade", status, location: headers["location"], hops });
      if (redirect.kind === "follow") return this.#follow(redirect.url, hops + 1);
      if (redirect.kind === "refused") loss = { ...loss, code: "REDIRECT", message: redirect.reason };
    }
    this.#finish(loss);
  }

  #follow(url: string, hops: number): void {
    const asking = new AbortController();
    this.#asking = asking;
    const take = (answer: RouteAnswer) => {
      if (this.#asking !== asking) return;
      this.#asking = undefined;
      if (answer.usable) this.#dial(answer.route, url, hops);
      else this.#finish({ code: answer.code, message: answer.reason });
    };
    const answer = this.#options.renew(asking.signal, url);
    if (answer instanceof Promise) void answer.then(take);
    else take(answer);
  }

  #finish(loss: ConnectionLoss): void {
    const { clock, events } = this.#options;
    const lastedMs = this.#phase === "dialing" ? 0 : clock.monotonic() - this.#openedAt;
    this.#asking?.abort();
    this.#asking = undefined;
    this.#phase = "over";
    this.#closing.clear();
    this.#keepalive?.stop();
    events.over({ ...judge(loss, clock.now()), loss, ...this.#verdict, proven: this.#proven, lastedMs });
  }
}

function lossBy(fault: Fault, pingAfterMs: number): ConnectionLoss {
  if (fault === "silent") {
    return { code: "NO_PONG", message: `the server did not answer a ping within ${pingAfterMs / 1000} s` };
  }
  return { code: "NOT_READ", message: `the server has read nothing for ${(2 * pingAfterMs) / 1000} s` };
}
