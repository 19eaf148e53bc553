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
  #asked = false;

  constructor(options: KeepaliveOptions) {
    this.#options = options;
    this.#timer = new Timer(options.clock, () => this.#expire());
    this.#timer.set(options.periodMs);
  }

  /** Any sign of life. */
  alive(): void {
    this.#asked = false;
    this.#timer.set(this.#options.periodMs);
  }

  stop(): void {
    this.#timer.clear();
  }

  #expire(): void {
    if (this.#asked) return this.#options.dead();
    this.#asked = true;
    this.#timer.set(this.#options.periodMs);
    this.#options.ping();
  }
}
