const shortestLookMs = 50;
export const longestLookMs = 10_000;

/**
 * Milliseconds until the size of a log is looked at again: half the time in which it will be too large, if it goes on
 * growing by `perMs` bytes and has `left` to go.
 */
export function nextLookMs(left: number, perMs: number): number {
  const half = perMs === 0 ? longestLookMs : left / perMs / 2;
  return Math.min(Math.max(half, shortestLookMs), longestLookMs);
}

const firstRetryMs = 1_000;
const longestRetryMs = 60_000;

/**
 * Milliseconds until the next try, after so many in a row that did not succeed: a host can be too busy at a moment, and
 * the log grows meanwhile; a disk stays full for longer.
 */
export function retryMs(failures: number): number {
  return Math.min(firstRetryMs * 2 ** (failures - 1), longestRetryMs);
}
