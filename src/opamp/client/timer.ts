import type { Cancel, Clock } from "../../runtime/ports.ts";

/** One timer that can be set anew: setting it replaces what it waited for. */
export class Timer {
  readonly #clock: Clock;
  readonly #callback: () => void;
  #cancel: Cancel | undefined;

  constructor(clock: Clock, callback: () => void) {
    this.#clock = clock;
    this.#callback = callback;
  }

  get running(): boolean {
    return this.#cancel !== undefined;
  }

  set(delayMs: number): void {
    this.clear();
    this.#cancel = this.#clock.schedule(delayMs, () => {
      this.#cancel = undefined;
      this.#callback();
    });
  }

  clear(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
