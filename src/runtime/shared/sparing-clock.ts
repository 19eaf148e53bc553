import type { Cancel, Clock, ScheduleOptions } from "../ports.ts";

export interface SparingClockOptions {
  clock: Clock;
  /** The latest that timers of the thread may ever come, milliseconds. */
  mostMs: number;
  /** How late they may come from now on, milliseconds; 0: in time. */
  letTimersBeLate(byMs: number): void;
}

/** Nothing is spared in a start, which has enough to do; milliseconds. */
const beginsAfterMs = 10_000;

/** So short before it is due a timer needs the others in time, milliseconds. */
const punctualMs = 500;

/** What may be early by a third is, where that is no less than the timers may be late. */
const third = 3;

/** A timer that waits, and how late the thread may wake for all of that. */
interface Wait {
  lateMs: number;
  cancel: Cancel;
}

/**
 * A clock that lets the timers of its thread be late as long as its own are not. The runtime has some, which wake it
 * once a second as long as any connection is open: several of them are one wake-up so. The timers of this clock come as
 * punctually as those of `clock`, or earlier where they may: a long one wakes well before it is due, as early as the
 * thread may be late, looks how much is left, and goes on so by halves.
 */
export function createSparingClock({ clock, mostMs, letTimersBeLate }: SparingClockOptions): Clock {
  const waits = new Set<Wait>();
  let begun = false;
  const adjust = () => {
    let lateMs = begun ? mostMs : 0;
    for (const wait of waits) lateMs = Math.min(lateMs, wait.lateMs);
    letTimersBeLate(lateMs);
  };
  const inTime = (delayMs: number, callback: () => void): Cancel => {
    const dueAt = clock.monotonic() + delayMs;
    const wait: Wait = { lateMs: 0, cancel: () => {} };
    const end = () => {
      if (waits.delete(wait)) adjust();
    };
    const arm = (leftMs: number) => {
      wait.lateMs = leftMs <= punctualMs ? 0 : Math.min(mostMs, leftMs / 2);
      waits.add(wait);
      adjust();
      wait.cancel = clock.schedule(leftMs - wait.lateMs, () => {
        const stillMs = dueAt - clock.monotonic();
        if (wait.lateMs > 0 && stillMs > 0) return arm(stillMs);
        try {
          callback();
        } finally {
          end();
        }
      });
    };
    arm(delayMs);
    return () => {
      wait.cancel();
      end();
    };
  };
  const schedule = (delayMs: number, callback: () => void, { mayBeEarly = false }: ScheduleOptions = {}): Cancel => {
    if (delayMs <= 0) return clock.schedule(delayMs, callback);
    if (mayBeEarly && delayMs >= third * mostMs) return clock.schedule(delayMs - mostMs, callback);
    return inTime(delayMs, callback);
  };
  inTime(beginsAfterMs, () => (begun = true));
  return { now: () => clock.now(), monotonic: () => clock.monotonic(), schedule };
}
