import type { Clock, ConnectionLoss, DialedSocket, Network, TlsOptions } from "../../runtime/ports.ts";
import { decodeFrame } from "../wire/framing.ts";
import { codec, type ServerToAgent } from "../wire/messages.ts";
import type { Ending } from "./backoff.ts";
import { Keepalive } from "./keepalive.ts";
import { Timer } from "./timer.ts";

/** Milliseconds until the upgrade must be through. */
const handshakeTimeoutMs = 30_000;
/** Milliseconds that the peer has for its part of the closing handshake. */
const closeTimeoutMs = 5_000;

/** Where to connect and with what. */
export interface Connection {
  /** `ws:` or `wss:`. */
  url: string;
  /** Sent with the upgrade request. */
  headers: ReadonlyArray<readonly [name: string, value: string]>;
  tls?: TlsOptions;
}

export interface SessionOptions {
  clock: Clock;
  network: Network;
  connection: Connection;
  maxMessageBytes: number;
  open(): void;
  message(message: ServerToAgent): void;
  /** Called exactly once. */
  over(loss: ConnectionLoss, ending: Ending): void;
}

/** One connection from the dialing to its end: frames in and out, signs of life, close. */
export class Session {
  readonly #options: SessionOptions;
  readonly #socket: DialedSocket;
  readonly #closing: Timer;
  #keepalive: Keepalive | undefined;
  #phase: "dialing" | "open" | "closing" | "over" = "dialing";
  #openedAt = 0;
  #proven = false;
  /** Our own reason to end the connection, better than what the socket will say. */
  #verdict: ConnectionLoss | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    const { url, headers, tls } = options.connection;
    const { maxMessageBytes } = options;
    this.#closing = new Timer(options.clock, () => this.#socket.terminate());
    this.#socket = options.network.dial(
      { url, headers, ...(tls && { tls }), maxMessageBytes, handshakeTimeoutMs },
      {
        open: () => this.#opened(),
        message: (data) => this.#received(data),
        text: () => this.#condemn(1003, "the server sent a text message, where OpAMP has binary ones"),
        pong: () => this.#keepalive?.alive(),
        lost: (loss) => this.#lost(loss),
      },
    );
  }

  get isOpen(): boolean {
    return this.#phase === "open";
  }

  send(frame: Uint8Array): void {
    if (this.#phase === "open") this.#socket.send(frame);
  }

  /** Closing handshake where there is a connection; a peer that takes no part in it is cut off after 5 s. */
  close(): void {
    if (this.#phase === "open") this.#beginClose(1000, "");
    else if (this.#phase === "dialing") this.#socket.terminate();
  }

  #opened(): void {
    if (this.#phase !== "dialing") return;
    this.#phase = "open";
    this.#openedAt = this.#options.clock.monotonic();
    this.#keepalive = new Keepalive({
      clock: this.#options.clock,
      ping: () => this.#socket.ping(),
      dead: () => {
        this.#verdict = { code: "NO_PONG", message: "the server did not answer a ping within 20 s" };
        this.#socket.terminate();
      },
    });
    this.#options.open();
  }

  #received(data: Uint8Array): void {
    this.#keepalive?.alive();
    if (this.#phase !== "open") return;
    const frame = decodeFrame(data);
    if (!frame.ok) return this.#condemn(1002, `the server sent a malformed message: ${frame.reason}`);
    const message = decode(frame.payload);
    if (!message) return this.#condemn(1002, "the server sent a message that is no ServerToAgent");
    if (!message.errorResponse) this.#proven = true;
    this.#options.message(message);
  }

  /** Ends the connection for a breach of the protocol. It then proves nothing, so that the next attempt waits. */
  #condemn(closeCode: number, message: string): void {
    if (this.#phase !== "open") return;
    this.#verdict = { code: "PROTOCOL", message };
    this.#beginClose(closeCode, message);
  }

  #beginClose(code: number, reason: string): void {
    this.#phase = "closing";
    this.#keepalive?.stop();
    this.#closing.set(closeTimeoutMs);
    this.#socket.close(code, reason);
  }

  #lost(loss: ConnectionLoss): void {
    const lastedMs = this.#phase === "dialing" ? 0 : this.#options.clock.monotonic() - this.#openedAt;
    this.#phase = "over";
    this.#closing.clear();
    this.#keepalive?.stop();
    const broken = this.#verdict?.code === "PROTOCOL";
    const ending = { proven: this.#proven && !broken, lastedMs, status: loss.response?.status };
    this.#options.over(this.#verdict ?? loss, ending);
  }
}

/** `undefined` for bytes that are no such message; the decoder knows many ways to say so. */
function decode(payload: Uint8Array): ServerToAgent | undefined {
  try {
    return codec.ServerToAgent.decode(payload);
  } catch {
    return undefined;
  }
}
