import type { Cancel, Clock } from "../../src/runtime/ports.ts";

interface Timer {
  dueAt: number;
  callback: () => void;
}

/** A clock that stands still until the test moves it. */
export class FakeClock implements Clock {
  readonly #timers = new Set<Timer>();
  #elapsed = 0;
  #epoch: number;

  /** `epoch`: where it stands, milliseconds since the Unix epoch. */
  constructor(epoch = Date.UTC(2026, 0, 1)) {
    this.#epoch = epoch;
  }

  now(): number {
    return this.#epoch + this.#elapsed;
  }

  monotonic(): number {
    return this.#elapsed;
  }

  schedule(delayMs: number, callback: () => void): Cancel {
    const timer = { dueAt: this.#elapsed + Math.max(0, delayMs), callback };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.#timers.size;
  }

  /** Milliseconds until the next timer; `undefined` where none waits. */
  get nextIn(): number | undefined {
    const next = this.#next();
    return next && next.dueAt - this.#elapsed;
  }

  /** Moves the wall clock alone, as a correction of the system's time does. */
  jump(byMs: number): void {
    this.#epoch += byMs;
  }

  /** Lets `ms` pass: runs every timer that falls due, in order, those set meanwhile included. */
  advance(ms: number): void {
    const end = this.#elapsed + ms;
    for (let timer = this.#next(end); timer; timer = this.#next(end)) this.#fire(timer);
    this.#elapsed = end;
  }

  /** As `advance`, but what waits for promises goes on before each timer and at the end. */
  async advanceAsync(ms: number): Promise<void> {
    const end = this.#elapsed + ms;
    await settle();
    for (let timer = this.#next(end); timer; timer = this.#next(end)) {
      this.#fire(timer);
      await settle();
    }
    this.#elapsed = end;
  }

  #fire(timer: Timer): void {
    this.#timers.delete(timer);
    this.#elapsed = Math.max(this.#elapsed, timer.dueAt);
    timer.callback();
  }

  /** The earliest timer, the first one set among equals. */
  #next(until = Infinity): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) if (timer.dueAt <= until && (!next || timer.dueAt < next.dueAt)) next = timer;
    return next;
  }
}

/** Resolves when every promise that could go on has gone on. */
export function settle(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setImmediate(resolve);
  return promise;
}
