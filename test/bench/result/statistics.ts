/** The middle value; of an even number of values the mean of the two in the middle. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = Number.NaN] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (low + high) / 2;
}

/** What the samples of a measure come to. */
export interface Summary {
  median: number;
  low: number;
  high: number;
  count: number;
  /** The median is a bound: the wait was given up there. */
  above: boolean;
}

/** `undefined` where there is no sample. A bound counts as the value that was not reached. */
export function summarise(samples: ReadonlyArray<number | { above: number }>): Summary | undefined {
  if (samples.length === 0) return undefined;
  const values = samples.map((sample) => (typeof sample === "number" ? sample : sample.above));
  const bounds = samples.filter((sample) => typeof sample !== "number").map(({ above }) => above);
  const middle = median(values);
  return {
    median: middle,
    low: Math.min(...values),
    high: Math.max(...values),
    count: values.length,
    above: bounds.some((bound) => bound <= middle),
  };
}
