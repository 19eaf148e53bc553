import type { Clock } from "../../runtime/ports.ts";
import { Timer } from "./timer.ts";

export interface KeepaliveOptions {
  clock: Clock;
  /** Milliseconds of silence until the ping, and from the ping until the verdict. */
  periodMs: number;
  ping(): void;
  /** Nothing came for a whole period after a ping. */
  dead(): void;
}

/** Finds a peer that is gone without a word: TCP alone may keep such a connection for hours. */
export class Keepalive {
  readonly #timer: Timer;
  readonly #options: KeepaliveOptions;
  #heardAt: number;
  #asked = false;

  constructor(options: KeepaliveOptions) {
    this.#options = options;
    this.#heardAt = options.clock.monotonic();
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
    const silentMs = clock.monotonic() - this.#heardAt;
    if (silentMs < periodMs) return this.#timer.set(periodMs - silentMs);
    if (this.#asked) return dead();
    this.#asked = true;
    this.#timer.set(periodMs);
    ping();
  }
}
