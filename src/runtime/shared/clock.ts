import type { Cancel, Clock } from "../ports.ts";

/** Longest delay that a timer of the runtime takes; above it, timers fire at once. */
const longestTimerMs = 2 ** 31 - 1;

/** The system's clock and timers. */
export function createClock(): Clock {
  return { now: () => Date.now(), monotonic: () => performance.now(), schedule };
}

/** What is due already runs in the next turn of the loop; a timer would wait a millisecond at least. */
function schedule(delayMs: number, callback: () => void): Cancel {
  if (delayMs <= 0) {
    const immediate = setImmediate(callback);
    return () => clearImmediate(immediate);
  }
  let timer: ReturnType<typeof setTimeout>;
  const arm = (left: number) => {
    timer =
      left > longestTimerMs ? setTimeout(() => arm(left - longestTimerMs), longestTimerMs) : setTimeout(callback, left);
  };
  arm(delayMs);
  return () => clearTimeout(timer);
}
