import type { Clock, Random } from "../../runtime/ports.ts";
import type { Log } from "../../telemetry/log.ts";
import type { Connector } from "./connector.ts";
import { longestSilence } from "./heartbeat.ts";
import type { Outbox } from "./outbox.ts";
import { isUrgent, namesOf, type Outgoing, sizeOf } from "./outgoing.ts";
import { Pacer, type Spacing } from "./pacer.ts";
import { PeerLimit } from "./peer-limit.ts";
import { Timer } from "./timer.ts";

export interface SenderOptions {
  clock: Clock;
  random: Random;
  log: Log;
  outbox: Outbox;
  connector: Connector;
  spacing: Spacing;
  /** Milliseconds; see `ClientOptions.heartbeatMs`. */
  heartbeatMs: number;
  /** See `ClientEvents.heartbeat`. */
  beats?: (() => void) | undefined;
}

const requestTooLarge = 413;

/**
 * Decides when messages go out: what is urgent in this turn of the loop, the rest spaced out by its kind, a heartbeat
 * after so much silence. Over HTTP all of it waits for the answer to the request before.
 */
export class Sender {
  readonly #options: SenderOptions;
  readonly #peerLimit = new PeerLimit();
  readonly #heartbeat: Timer;
  readonly #urgent: Timer;
  /** Each has its own spacing, so that a flood of one holds back only itself. */
  readonly #paced: Readonly<Record<"answer" | "failure" | "changes", Pacer>>;
  #heartbeatMs: number;
  /** A message was due when none could go out. */
  #overdue = false;
  /** The last message, until the server says anything but an error. */
  #unanswered: Outgoing | undefined;

  constructor(options: SenderOptions) {
    const { clock, spacing } = options;
    this.#options = options;
    this.#heartbeatMs = options.heartbeatMs;
    const flush = () => this.flush();
    this.#heartbeat = new Timer(clock, () => this.#beat());
    this.#urgent = new Timer(clock, flush);
    const pacer = () => new Pacer(clock, spacing, flush);
    this.#paced = { answer: pacer(), failure: pacer(), changes: pacer() };
  }

  get heartbeatMs(): number {
    return this.#heartbeatMs;
  }

  /** Names of what the last message told, as long as the server has not taken it. */
  get unanswered(): string[] {
    return this.#unanswered ? namesOf(this.#unanswered) : [];
  }

  /** The first message of a connection. It is no reason to hold back a change that follows. */
  open(): void {
    this.#send();
    for (const pacer of Object.values(this.#paced)) pacer.reset();
    this.flushSoon();
  }

  /** Something may be pending. */
  flushSoon(): void {
    const { connector, outbox } = this.#options;
    if (!connector.ready) return;
    const { pending } = outbox;
    if (pending === "nothing") return;
    if (pending !== "urgent") this.#paced[pending].demand();
    else if (!this.#urgent.running) this.#urgent.set(0);
  }

  /** All that is pending, now, as far as messages can go out. */
  flush(): void {
    const { connector, outbox } = this.#options;
    this.#urgent.clear();
    if (outbox.pending === "nothing" || !connector.ready) return;
    this.#send();
    while (connector.ready && outbox.pending === "urgent") this.#send();
  }

  /** Messages can go out again. A heartbeat or poll that fell due meanwhile goes out now. */
  ready(): void {
    if (this.#overdue) this.#send();
    else this.flushSoon();
  }

  /** The server took the last message. */
  answered(): void {
    this.#unanswered = undefined;
  }

  /** The server has not processed the last message, and will take it later. */
  takeBack(): void {
    if (this.#unanswered) this.#options.outbox.restore(this.#unanswered);
    this.#unanswered = undefined;
  }

  rejected(message: Outgoing, status: number): void {
    const facts = { status, parts: namesOf(message), bytes: sizeOf(message) };
    this.#options.log.error("The OpAMP server rejects a message; it is not sent again", facts);
    if (status === requestTooLarge) this.#peerLimit.refused(facts.bytes);
  }

  /** Another period, which counts from now. */
  setHeartbeat(ms: number): void {
    if (ms === this.#heartbeatMs) return;
    this.#options.log.info("The heartbeat interval changes", { interval_ms: ms });
    this.#heartbeatMs = ms;
    this.#armHeartbeat();
  }

  /** The last message of a connection. Bare: with nothing but the fields of every message. */
  goodbye(options: { bare?: boolean } = {}): Outgoing | undefined {
    return this.#take({ ...options, disconnect: true });
  }

  /** Nothing goes out until `open`. */
  silence(): void {
    this.#urgent.clear();
    for (const pacer of Object.values(this.#paced)) pacer.reset();
    this.#heartbeat.clear();
  }

  /** The connection is over. */
  lost({ tooLarge }: { tooLarge: boolean }): void {
    this.silence();
    this.#unanswered = undefined;
    this.#peerLimit.ended({ tooLarge });
  }

  /** Not once more where the owner has brought about a message. */
  #beat(): void {
    this.#options.beats?.();
    if (!this.#heartbeat.running) this.#send();
  }

  /** One message with all that is pending; alone it is a heartbeat. While none can go out, it waits for `ready`. */
  #send(): void {
    const { connector, outbox } = this.#options;
    this.#overdue = !connector.ready;
    if (this.#overdue) return;
    const { pending } = outbox;
    const outgoing = this.#take();
    this.#armHeartbeat();
    if (pending === "answer" || pending === "failure") this.#paced[pending].served();
    if (!outgoing) return;
    this.#unanswered = outgoing;
    this.#peerLimit.sent(sizeOf(outgoing));
    if (outgoing.pieces.some((piece) => !isUrgent(piece.name))) this.#paced.changes.served();
    connector.send(outgoing);
  }

  /** The next message, with a note of what had to stay behind. */
  #take(options: { disconnect?: boolean; bare?: boolean } = {}): Outgoing | undefined {
    const limit = Math.min(this.#options.connector.sendLimit, this.#peerLimit.bytes);
    const { outgoing, leftOut } = this.#options.outbox.take({ ...options, limit });
    if (leftOut.length > 0 || !outgoing) {
      const fields = { parts: leftOut, limit_bytes: limit };
      this.#options.log.error("Not sent, as it exceeds the largest message", fields);
    }
    return outgoing;
  }

  #armHeartbeat(): void {
    const { connector, outbox, random } = this.#options;
    const silenceMs = longestSilence({
      transport: connector.kind,
      periodMs: this.#heartbeatMs,
      capabilities: outbox.capabilities,
      unit: random.unit(),
    });
    if (silenceMs === undefined) this.#heartbeat.clear();
    else this.#heartbeat.set(silenceMs, { mayBeEarly: true });
  }
}
