import type { Cancel, Clock } from "../runtime/ports.ts";

/** Calls back once where a wait takes longer than it may; one timer serves all waits of a connection. */
export class StallWatch {
  readonly #clock: Clock;
  readonly #limitMs: number;
  readonly #onStall: () => void;
  #since: number | undefined;
  #cancel: Cancel;

  constructor(clock: Clock, limitMs: number, onStall: () => void) {
    this.#clock = clock;
    this.#limitMs = limitMs;
    this.#onStall = onStall;
    this.#cancel = clock.schedule(limitMs, () => this.#look());
  }

  /** Watches one wait. */
  async during<Result>(wait: Promise<Result>): Promise<Result> {
    this.#since = this.#clock.monotonic();
    try {
      return await wait;
    } finally {
      this.#since = undefined;
    }
  }

  stop(): void {
    this.#cancel();
  }

  #look(): void {
    const now = this.#clock.monotonic();
    const leftMs = this.#limitMs - (now - (this.#since ?? now));
    if (leftMs <= 0) return this.#onStall();
    this.#cancel = this.#clock.schedule(leftMs, () => this.#look());
  }
}
