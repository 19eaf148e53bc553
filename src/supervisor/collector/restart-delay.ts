/** First wait after the restart at once, milliseconds. */
const firstDelayMs = 1_000;
/** Longest wait before it is parked, milliseconds. */
const longestDelayMs = 60_000;
/** Ends in a row after which the Collector is parked: slow tries are left, and what may wake it. */
export const parksAfter = 10;
/** Wait of a parked Collector, milliseconds. */
const parkedDelayMs = 5 * 60_000;
/** A Collector that was healthy for this long starts its count of deaths anew, milliseconds. */
export const stableAfterMs = 60_000;

/**
 * How long to wait before the next start, milliseconds: the first death is answered at once, then the wait doubles
 * from 1 s to a cap of 60 s, and after ten deaths in a row it is 5 minutes, for ever. Jitter takes up to half off, so
 * that many hosts do not move in step.
 */
export function restartDelay(deaths: number, unit: number): number {
  if (deaths <= 1) return 0;
  const growing = Math.min(longestDelayMs, firstDelayMs * 2 ** (deaths - 2));
  return Math.round((deaths >= parksAfter ? parkedDelayMs : growing) * (1 - unit / 2));
}
