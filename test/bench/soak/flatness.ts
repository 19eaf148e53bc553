/** One look at a figure. */
export interface Point {
  /** Seconds since the start. */
  at: number;
  value: number;
}

/** The straight line through points, by least squares. */
export interface Line {
  /** Per second. */
  slope: number;
  /** The value at second 0. */
  intercept: number;
  /** Standard deviation of the points around it. */
  scatter: number;
}

/** Whether a figure stays where it is, and why that is said. */
export interface Flatness {
  flat: boolean;
  /** How much the line rises over the judged time. */
  rise: number;
  /** The largest rise that is taken for noise. */
  allowed: number;
  line: Line;
  /** Where the judged part begins, seconds. */
  from: number;
}

/** Fewer points than these in the second half say nothing. */
const fewestPoints = 10;

/**
 * A figure is flat when the straight line through the second half of the time rises by no more than twice the scatter
 * around that line, or by no more than `floor`, which is what the figure may differ by without meaning anything. The
 * first half is warm-up. Too few points are not flat: nothing is known.
 */
export function judgeFlatness(points: readonly Point[], floor: number): Flatness {
  const start = points[0]?.at ?? 0;
  const end = points.at(-1)?.at ?? 0;
  const from = (start + end) / 2;
  const judged = points.filter(({ at }) => at >= from);
  const line = fitLine(judged);
  const rise = line.slope * (end - from);
  const allowed = Math.max(2 * line.scatter, floor);
  return { flat: judged.length >= fewestPoints && rise <= allowed, rise, allowed, line, from };
}

/** Of fewer than two different times a level line through the mean. */
export function fitLine(points: readonly Point[]): Line {
  const mean = (values: readonly number[]) => values.reduce((total, value) => total + value, 0) / (values.length || 1);
  const [meanAt, meanValue] = [mean(points.map(({ at }) => at)), mean(points.map(({ value }) => value))];
  const spread = mean(points.map(({ at }) => (at - meanAt) ** 2));
  const slope = spread === 0 ? 0 : mean(points.map(({ at, value }) => (at - meanAt) * (value - meanValue))) / spread;
  const intercept = meanValue - slope * meanAt;
  const scatter = Math.sqrt(mean(points.map(({ at, value }) => (value - intercept - slope * at) ** 2)));
  return { slope, intercept, scatter };
}
