import type { Cancel, Clock, ScheduleOptions } from "../../runtime/ports.ts";

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

  set(delayMs: number, options: ScheduleOptions = {}): void {
    this.clear();
    const expire = () => {
      this.#cancel = undefined;
      this.#callback();
    };
    this.#cancel = this.#clock.schedule(delayMs, expire, options);
  }

  clear(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
