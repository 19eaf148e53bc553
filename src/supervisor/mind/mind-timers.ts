import type { Cancel, Clock } from "../../runtime/ports.ts";
import type { Event, TimerName } from "./events.ts";

export interface MindTimersOptions {
  clock: Clock;
  post(event: Event): void;
}

/** The timers of the mind: at most one of each name. */
export class MindTimers {
  readonly #options: MindTimersOptions;
  readonly #running = new Map<TimerName, Cancel>();

  constructor(options: MindTimersOptions) {
    this.#options = options;
  }

  /** Replaces the one of the same name. `serial` tells it from those, delay in milliseconds. */
  set(timer: TimerName, serial: number, delayMs: number): void {
    this.cancel(timer);
    const { clock, post } = this.#options;
    this.#running.set(
      timer,
      clock.schedule(delayMs, () => post({ is: "TimerFired", timer, serial })),
    );
  }

  cancel(timer: TimerName): void {
    this.#running.get(timer)?.();
    this.#running.delete(timer);
  }

  /** Ends all of them. */
  close(): void {
    for (const timer of this.#running.keys()) this.cancel(timer);
  }
}
