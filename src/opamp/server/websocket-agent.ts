import type { AcceptedSocket } from "../../runtime/listen-ports.ts";
import type { Clock } from "../../runtime/ports.ts";
import type { Log } from "../../telemetry/log.ts";
import { decodeFrame, encodeFrame } from "../wire/framing.ts";
import type { ServerToAgent } from "../wire/messages.ts";
import { formatUid } from "../wire/uid.ts";
import { AgentSession, type SessionRules } from "./agent-session.ts";
import { badRequest, unavailable } from "./answer.ts";
import type { Answer, Channel } from "./channel.ts";
import { type Rate, RateLimit } from "./rate-limit.ts";
import { readMessage } from "./read-message.ts";
import { Turns } from "./turns.ts";

/** What the WebSockets of one server share. */
export interface WebSocketRules<Context> extends SessionRules<Context> {
  rate: Rate | undefined;
  /** Milliseconds that an agent that sends too much has to stay away. */
  throttleMs: number;
}

/** An agent that is asked whether it lives has so long to answer, milliseconds. */
const probeTimeoutMs = 5_000;

/** Messages of one agent that may wait for their turn: more can only come from one read of the system. */
const maxWaiting = 256;

/** Rounds of silence after which an agent is asked for a sign of life, and after which it is given up. */
const rounds = { ping: 2, dead: 3 } as const;

/**
 * The WebSocket of one agent. While the agent does not read what it was sent, or the owner has not dealt with its last
 * message, nothing of it is read: neither side can make this one hold more and more.
 */
export class WebSocketAgent<Context> implements Channel {
  readonly transport = "websocket";
  readonly remoteAddress: string;
  readonly session: AgentSession<Context>;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #limit: RateLimit | undefined;
  readonly #throttleMs: number;
  readonly #turns = new Turns(() => this.#regulate());
  #probes: ((alive: boolean) => void)[] = [];
  #socket: AcceptedSocket<unknown> | undefined;
  #paused = false;
  #hasComplained = false;
  /** Rounds since the last sign of life, and since the agent has read anything of what waits for it. */
  #silentRounds = 0;
  #stuckRounds = 0;
  /** Rounds before it has said who it is. */
  #namelessRounds = 0;
  #waitingBytes = 0;

  constructor(context: Context, remoteAddress: string, rules: WebSocketRules<Context>) {
    this.remoteAddress = remoteAddress;
    this.#clock = rules.clock;
    this.#log = rules.log;
    this.#throttleMs = rules.throttleMs;
    this.#limit = rules.rate && new RateLimit(rules.rate, rules.clock.monotonic());
    this.session = new AgentSession(context, this, rules);
  }

  get ready(): boolean {
    return this.#socket?.bufferedBytes === 0;
  }

  write(payload: Uint8Array): void {
    this.#socket?.send(encodeFrame(payload));
    // The turn in which an answer is written is not over yet: that alone is no reason to stop reading.
    if (!this.ready) this.#regulate();
  }

  noted(_message: ServerToAgent): void {}

  close(code: number, reason: string): void {
    this.#socket?.close(code, reason);
  }

  probe(): Promise<boolean> {
    if (!this.#socket) return Promise.resolve(false);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const cancel = this.#clock.schedule(probeTimeoutMs, () => resolve(false));
    this.#probes.push((alive) => {
      cancel();
      resolve(alive);
    });
    this.#socket.ping();
    return promise;
  }

  // --- what happens on the socket ---

  opened(socket: AcceptedSocket<unknown>): void {
    this.#socket = socket;
    this.session.greet();
  }

  received(frame: Uint8Array): void {
    this.heard();
    if (this.#turns.waiting >= maxWaiting) return this.#throttle();
    this.#turns.take(() => this.#take(frame));
    this.#regulate();
  }

  text(): void {
    this.#refuse("text message, where OpAMP has binary ones");
    this.close(1003, "binary messages only");
  }

  /** A sign of life. */
  heard(): void {
    this.#silentRounds = 0;
    this.#answerProbes(true);
  }

  drained(): void {
    this.#regulate();
    this.session.flush();
  }

  ended(): void {
    this.#socket = undefined;
    this.#answerProbes(false);
    this.session.ended();
  }

  /** One of the regular looks after the agent. */
  round(): void {
    if (this.#isStuck()) return this.#cutOff("it does not read what it is sent");
    // While nothing of it is read its signs of life are not seen.
    if (this.#paused) return;
    this.#silentRounds += 1;
    if (this.#silentRounds >= rounds.dead) return this.#cutOff("it gives no sign of life");
    if (this.#silentRounds >= rounds.ping) this.#socket?.ping();
    if (this.session.state.instanceUid.length > 0) return;
    this.#namelessRounds += 1;
    if (this.#namelessRounds >= rounds.dead) this.close(1008, "no message came");
  }

  #take(frame: Uint8Array): void | Promise<void> {
    if (this.session.over) return;
    if (this.#limit?.take(this.#clock.monotonic()) === false) return this.#throttle();
    const decoded = decodeFrame(frame);
    if (!decoded.ok) return this.#refuse(decoded.reason);
    const read = readMessage(frame, decoded.start);
    if (!read.ok) return this.#refuse(read.reason);
    const answer = this.session.handle(read.message, frame);
    return answer instanceof Promise ? answer.then((late) => this.#answer(late)) : this.#answer(answer);
  }

  #answer({ payload, isLast }: Answer): void {
    if (this.session.over) return;
    this.write(payload);
    if (!isLast) return void this.session.flush();
    this.close(1000, "");
    this.session.ended();
  }

  #refuse(reason: string): void {
    const facts = { remote: this.remoteAddress, reason };
    if (this.#hasComplained) this.#log.debug("Refused a malformed message of an agent", facts);
    else this.#log.warn("Refused a malformed message of an agent", facts);
    this.#hasComplained = true;
    this.write(this.session.encodeError(badRequest(reason)));
  }

  #throttle(): void {
    if (this.session.over) return;
    this.#log.warn("An agent sends too many messages and is disconnected", this.#facts());
    this.write(this.session.encodeError(unavailable("too many messages", this.#throttleMs)));
    this.close(1013, "too many messages");
    this.session.ended();
  }

  #cutOff(reason: string): void {
    this.#log.warn("The connection of an agent is cut off", { ...this.#facts(), reason });
    this.#socket?.terminate();
  }

  #answerProbes(alive: boolean): void {
    if (this.#probes.length === 0) return;
    for (const tell of this.#probes.splice(0)) tell(alive);
  }

  #isStuck(): boolean {
    const waiting = this.#socket?.bufferedBytes ?? 0;
    const hasRead = waiting === 0 || waiting < this.#waitingBytes;
    this.#stuckRounds = hasRead ? 0 : this.#stuckRounds + 1;
    this.#waitingBytes = waiting;
    return this.#stuckRounds >= rounds.dead;
  }

  #regulate(): void {
    const pause = this.#turns.busy || !this.ready;
    if (pause === this.#paused || !this.#socket) return;
    this.#paused = pause;
    if (pause) this.#socket.pause();
    else this.#socket.resume();
  }

  #facts() {
    return { instance_uid: formatUid(this.session.state.instanceUid), remote: this.remoteAddress };
  }
}
