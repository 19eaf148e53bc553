import type { Cancel, Clock } from "../../runtime/ports.ts";

/** How late the event loop was. */
export interface Delay {
  meanMs: number;
  maxMs: number;
}

/** How often it is looked at, milliseconds. */
const periodMs = 1_000;

/** Looks once a second how late a timer comes. */
export class LoopDelay {
  readonly #clock: Clock;
  #cancel: Cancel = () => {};
  #sum = 0;
  #count = 0;
  #max = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#arm();
  }

  /** Since the last call. */
  take(): Delay {
    const delay = { meanMs: this.#count === 0 ? 0 : this.#sum / this.#count, maxMs: this.#max };
    this.#sum = 0;
    this.#count = 0;
    this.#max = 0;
    return delay;
  }

  close(): void {
    this.#cancel();
  }

  #arm(): void {
    const begun = this.#clock.monotonic();
    this.#cancel = this.#clock.schedule(periodMs, () => {
      const late = Math.max(0, this.#clock.monotonic() - begun - periodMs);
      this.#sum += late;
      this.#count += 1;
      this.#max = Math.max(this.#max, late);
      this.#arm();
    });
  }
}
