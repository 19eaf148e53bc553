import { describe, expect, test } from "bun:test";

import fc from "fast-check";

import type { Cancel, Clock } from "../../../src/runtime/ports.ts";
import { createSparingClock } from "../../../src/runtime/shared/sparing-clock.ts";

const mostMs = 3_000;

/** Timers as the kernel has them: a thread is woken for the next one as late as it may be, and finds all that are due then. */
class LateTimers implements Clock {
  lateMs = 0;
  wakeUps = 0;
  readonly #timers = new Set<{ dueAt: number; callback: () => void }>();
  #at = 0;

  now(): number {
    return this.#at;
  }

  monotonic(): number {
    return this.#at;
  }

  schedule(delayMs: number, callback: () => void): Cancel {
    const timer = { dueAt: this.#at + Math.max(0, delayMs), callback };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Until `end`, milliseconds. */
  advanceTo(end: number): void {
    for (;;) {
      const next = Math.min(...[...this.#timers].map(({ dueAt }) => dueAt));
      if (next + this.lateMs > end) break;
      this.#at = next + this.lateMs;
      this.wakeUps += 1;
      for (const timer of [...this.#timers].toSorted((one, other) => one.dueAt - other.dueAt)) {
        if (timer.dueAt <= this.#at && this.#timers.delete(timer)) timer.callback();
      }
    }
    this.#at = end;
  }
}

/** A sparing clock, and what the thread has beside it: a timer of the runtime, every second. */
function sparing({ begun = true } = {}) {
  const timers = new LateTimers();
  const tick = () => timers.schedule(1_000, tick);
  tick();
  const clock = createSparingClock({ clock: timers, mostMs, letTimersBeLate: (byMs) => (timers.lateMs = byMs) });
  if (begun) timers.advanceTo(10_000);
  const start = timers.monotonic();
  const wokenIn = (ms: number) => {
    const before = timers.wakeUps;
    timers.advanceTo(timers.monotonic() + ms);
    return timers.wakeUps - before;
  };
  return { timers, clock, wokenIn, elapsed: () => timers.monotonic() - start };
}

describe("the thread wakes", () => {
  test("every second in a start", () => {
    const { timers, wokenIn } = sparing({ begun: false });
    expect(wokenIn(9_500)).toBeGreaterThanOrEqual(9);
    expect(timers.lateMs).toBe(0);
  });

  test("a quarter as often after it", () => {
    const { wokenIn } = sparing();
    expect(wokenIn(60_000)).toBe(15);
  });

  test("not much more often for a timer that is to be in time", () => {
    const { clock, wokenIn } = sparing();
    clock.schedule(60_000, () => {});
    expect(wokenIn(60_000)).toBeWithin(15, 19);
  });

  test("no more often for what may be early", () => {
    const { clock, wokenIn } = sparing();
    const again = () => void clock.schedule(10_000, again, { mayBeEarly: true });
    again();
    expect(wokenIn(60_000)).toBeWithin(15, 17);
  });

  test("in time again when what was to be in time is cancelled, however often that is said, or has thrown", () => {
    const { timers, clock, elapsed } = sparing();
    const [first, second] = [clock.schedule(100, () => {}), clock.schedule(200, () => {})];
    first();
    first();
    expect(timers.lateMs).toBe(0);
    second();
    expect(timers.lateMs).toBe(mostMs);
    clock.schedule(100, () => {
      throw new Error("of the callback");
    });
    expect(timers.lateMs).toBe(0);
    expect(() => timers.advanceTo(20_000)).toThrow("of the callback");
    expect(elapsed()).toBe(100);
    expect(timers.lateMs).toBe(mostMs);
  });
});

describe("a timer of the clock", () => {
  test("comes in time, whatever others there are, and none after it was cancelled", () => {
    const delays = fc.array(fc.tuple(fc.integer({ min: 1, max: 90_000 }), fc.integer({ min: 1, max: 90_000 })), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(delays, (wanted) => {
        const { timers, clock, elapsed } = sparing();
        const came: number[] = [];
        for (const [delayMs, cancelledAfterMs] of wanted) {
          const cancel = clock.schedule(delayMs, () => came.push(elapsed() - delayMs));
          timers.schedule(cancelledAfterMs, cancel);
        }
        timers.advanceTo(300_000);
        expect(came.every((lateMs) => lateMs === 0)).toBe(true);
        const certain = wanted.filter(([delayMs, cancelledAfterMs]) => delayMs < cancelledAfterMs).length;
        const possible = wanted.filter(([delayMs, cancelledAfterMs]) => delayMs <= cancelledAfterMs + mostMs).length;
        expect(came.length).toBeWithin(certain, possible + 1);
        expect(timers.lateMs).toBe(mostMs);
      }),
    );
  });

  test.each([
    [9_000, 6_000],
    [10_000, 7_000],
    [30_000, 27_000],
  ])("that may be early comes after %p ms no later, and at most a third earlier", (delayMs, earliest) => {
    const { timers, clock, elapsed } = sparing();
    let came = 0;
    clock.schedule(delayMs, () => (came = elapsed()), { mayBeEarly: true });
    timers.advanceTo(100_000);
    expect(came).toBeWithin(earliest, delayMs + 1);
  });

  test("that may be early comes in time where it waits for a short time", () => {
    const { timers, clock, elapsed } = sparing();
    let came = 0;
    clock.schedule(8_999, () => (came = elapsed()), { mayBeEarly: true });
    timers.advanceTo(100_000);
    expect(came).toBe(8_999);
  });

  test("that is due already changes nothing", () => {
    const { timers, clock, elapsed } = sparing();
    clock.schedule(0, () => {});
    expect(timers.lateMs).toBe(mostMs);
    timers.advanceTo(20_000);
    expect(elapsed()).toBe(10_000);
  });
});
