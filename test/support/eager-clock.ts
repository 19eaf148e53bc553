import type { Clock } from "../../src/runtime/ports.ts";

const shortMs = 20;

/**
 * A clock by which all that waits is due soon, in 20 ms. Where the system makes what a test is about rare, as a busy host
 * does, it is tried all the more often.
 */
export function eagerClock(clock: Clock): Clock {
  return { ...clock, schedule: (_, callback) => clock.schedule(shortMs, callback) };
}
