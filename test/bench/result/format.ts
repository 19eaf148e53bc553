import type { Measure } from "../scenarios/scenario.ts";
import type { Summary } from "./statistics.ts";

type Unit = Measure["unit"];

/** One value with its unit: `43 ms`, `5.05 s`, `114.5 MB`, `0.26 %`, `32`, `7.9/s`, `0.45 µs`, `912 B`. */
export function formatValue(value: number, unit: Unit): string {
  return formats[unit](value);
}

/** The median with a sign where it is a bound: `> 15.00 s`. */
export function formatMedian({ median, above }: Summary, unit: Unit): string {
  return `${above ? "> " : ""}${formatValue(median, unit)}`;
}

/** The lowest and the highest sample: `40 ms … 58 ms`; empty for a single one. */
export function formatSpread({ low, high, count }: Summary, unit: Unit): string {
  return count < 2 ? "" : `${formatValue(low, unit)} … ${formatValue(high, unit)}`;
}

/** `2.60`, `0.97`, `1/23` below a tenth. */
export function formatRatio(ratio: number): string {
  if (ratio >= 10) return ratio.toFixed(0);
  return ratio > 0 && ratio < 0.1 ? `1/${(1 / ratio).toFixed(0)}` : ratio.toFixed(2);
}

function significant(value: number): string {
  return value < 10 && !Number.isInteger(value) ? value.toFixed(1) : value.toFixed(0);
}

const formats: Readonly<Record<Unit, (value: number) => string>> = {
  ms: (value) => (value < 1000 ? `${significant(value)} ms` : `${(value / 1000).toFixed(2)} s`),
  µs: (value) => `${value < 10 ? value.toFixed(2) : value.toFixed(1)} µs`,
  B: (value) => (value < 10_000 ? `${value.toFixed(0)} B` : `${(value / 1000).toFixed(1)} kB`),
  bytes: (value) => `${(value / 1_000_000).toFixed(1)} MB`,
  "%": (value) => `${value.toFixed(2)} %`,
  "per s": (value) => `${significant(value)}/s`,
  count: significant,
};
