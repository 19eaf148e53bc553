import type { Cancel, Clock } from "../../../src/runtime/ports.ts";

interface Entry {
  dueAt: number;
  callback: () => void;
  /** Of the real timer. */
  disarm: Cancel;
}

/** The real clock, for subjects with real sockets, of which a rule can skip time: what falls due meanwhile fires in order. */
export class SkippingClock implements Clock {
  readonly #clock: Clock;
  readonly #entries = new Set<Entry>();
  #skipped = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now() + this.#skipped;
  }

  monotonic(): number {
    return this.#clock.monotonic() + this.#skipped;
  }

  schedule(delayMs: number, callback: () => void): Cancel {
    const entry: Entry = { dueAt: this.monotonic() + delayMs, callback, disarm: () => {} };
    this.#entries.add(entry);
    this.#arm(entry);
    return () => this.#remove(entry);
  }

  skip(ms: number): void {
    const end = this.monotonic() + ms;
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#skipped += Math.max(0, next.dueAt - this.monotonic());
      this.#fire(next);
    }
    this.#skipped += Math.max(0, end - this.monotonic());
    for (const entry of this.#entries) this.#arm(entry);
  }

  #arm(entry: Entry): void {
    entry.disarm();
    entry.disarm = this.#clock.schedule(entry.dueAt - this.monotonic(), () => this.#fire(entry));
  }

  #fire(entry: Entry): void {
    this.#remove(entry);
    entry.callback();
  }

  #remove(entry: Entry): void {
    entry.disarm();
    this.#entries.delete(entry);
  }

  #next(until: number): Entry | undefined {
    const due = [...this.#entries].filter(({ dueAt }) => dueAt <= until);
    return due.sort((left, right) => left.dueAt - right.dueAt)[0];
  }
}
