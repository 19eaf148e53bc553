/** First wait after the restart at once, milliseconds. */
const firstDelayMs = 1_000;
/** Longest wait, milliseconds. */
const longestDelayMs = 60_000;
/** A Collector that was healthy for this long starts its count of deaths anew, milliseconds. */
export const stableAfterMs = 60_000;

/**
 * How long to wait before the next start, milliseconds: the first death is answered at once, then the wait doubles
 * from 1 s to a cap of 60 s, for ever. Jitter takes up to half off, so that many hosts do not move in step.
 */
export function restartDelay(deaths: number, unit: number): number {
  if (deaths <= 1) return 0;
  const full = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(deaths - 2, 16));
  return Math.round(full * (1 - unit / 2));
}
