import type { Clock } from "../runtime/ports.ts";
import { sleep } from "../runtime/sleep.ts";

/** Keeps downloads, one or several together, to so many bytes in a second. */
export class Pace {
  readonly #clock: Clock;
  readonly #bytesPerMs: number;
  /** When all that was taken has had its time, on the monotonic clock. */
  #free = 0;

  constructor(clock: Clock, bytesPerSecond: number) {
    this.#clock = clock;
    this.#bytesPerMs = bytesPerSecond / 1000;
  }

  /** Resolves when the next bytes may be taken. Rejects with the signal's reason. */
  async took(bytes: number, signal: AbortSignal): Promise<void> {
    const now = this.#clock.monotonic();
    this.#free = Math.max(this.#free, now) + bytes / this.#bytesPerMs;
    await sleep(this.#clock, this.#free - now, signal);
  }
}
