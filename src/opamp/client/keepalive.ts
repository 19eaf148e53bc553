import type { Clock } from "../../runtime/ports.ts";
import { Timer } from "./timer.ts";

export interface KeepaliveOptions {
  clock: Clock;
  /** Milliseconds of silence until the ping, and from the ping until the verdict. */
  periodMs: number;
  /** Bytes of what was sent that the peer has not read. */
  unreadBytes(): number;
  ping(): void;
  dead(fault: Fault): void;
}

/** `silent`: nothing came for a whole period after a ping. `deaf`: it has read nothing for two periods, whatever it said. */
export type Fault = "silent" | "deaf";

/**
 * Finds a peer that is gone without a word: TCP alone may keep such a connection for hours. One that still reads what it
 * was sent is there, as its answer to the ping has to wait for that.
 */
export class Keepalive {
  readonly #timer: Timer;
  readonly #options: KeepaliveOptions;
  #heardAt: number;
  #asked = false;
  /** When the peer was last seen to have read something, or everything. */
  #readAt: number;
  #unreadBytes = 0;

  constructor(options: KeepaliveOptions) {
    this.#options = options;
    this.#heardAt = options.clock.monotonic();
    this.#readAt = this.#heardAt;
    this.#timer = new Timer(options.clock, () => this.#expire());
    this.#timer.set(options.periodMs);
  }

  /** Any sign of life. */
  alive(): void {
    this.#asked = false;
    this.#heardAt = this.#options.clock.monotonic();
  }

  stop(): void {
    this.#timer.clear();
  }

  /** The timer is not set anew by each message, which would cost as much as the message; it finds out when it expires. */
  #expire(): void {
    const { clock, periodMs, ping, dead } = this.#options;
    const now = clock.monotonic();
    this.#look(now);
    const unreadForMs = now - this.#readAt;
    if (unreadForMs >= 2 * periodMs) return dead("deaf");
    const silentMs = now - this.#heardAt;
    if (silentMs < periodMs) return this.#timer.set(Math.min(periodMs - silentMs, 2 * periodMs - unreadForMs));
    if (this.#asked) return dead("silent");
    this.#asked = true;
    this.#timer.set(periodMs);
    ping();
  }

  /** Whether the peer has read anything since the last look. */
  #look(now: number): void {
    const unreadBytes = this.#options.unreadBytes();
    const before = this.#unreadBytes;
    this.#unreadBytes = unreadBytes;
    if (unreadBytes < before) this.alive();
    if (unreadBytes < before || before === 0) this.#readAt = now;
  }
}
