import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { figuresOf } from "../run/processes.ts";
import { judgeFlatness, type Point } from "./flatness.ts";

const mebibyte = 1024 * 1024;

/** What is looked at all the time. */
export interface Series {
  key: "resident" | "anonymous" | "descriptors" | "threads" | "files" | "log";
  title: string;
  unit: "bytes" | "count";
  /** `flat`: may differ by `floor` without meaning anything. `capped`: may grow, but not above `cap`. */
  rule: { is: "flat"; floor: number } | { is: "capped"; cap: number };
}

export const allSeries: readonly Series[] = [
  { key: "resident", title: "Memory (RSS)", unit: "bytes", rule: { is: "flat", floor: 2 * mebibyte } },
  { key: "anonymous", title: "Anonymous memory", unit: "bytes", rule: { is: "flat", floor: mebibyte } },
  { key: "descriptors", title: "Open descriptors", unit: "count", rule: { is: "flat", floor: 1 } },
  { key: "threads", title: "Threads", unit: "count", rule: { is: "flat", floor: 1 } },
  { key: "files", title: "Files in the storage directory", unit: "count", rule: { is: "flat", floor: 1 } },
  // Two files of 16 MiB, and what one Collector writes before it is put away.
  { key: "log", title: "Size of the Collector's logs", unit: "bytes", rule: { is: "capped", cap: 40 * mebibyte } },
];

export type Look = Readonly<Record<Series["key"], number>>;

/** The figures of a supervisor and its storage directory now. */
export function lookAt(pid: number, storage: string): Look {
  const { residentBytes, anonymousBytes, descriptors, threads } = figuresOf(pid);
  const names = readdirSync(storage);
  const logs = names.filter((name) => name.startsWith("agent.log"));
  const log = logs.reduce(
    (total, name) => total + (statSync(join(storage, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
  return { resident: residentBytes, anonymous: anonymousBytes, descriptors, threads, files: names.length, log };
}

/** What is said of a series at the end. */
export interface SeriesVerdict {
  series: Series;
  points: readonly Point[];
  good: boolean;
  words: string;
  /** Ends of the line that was judged; `undefined` where none was. */
  trend: readonly [Point, Point] | undefined;
}

/** By the rule of the series. */
export function judge(series: Series, points: readonly Point[]): SeriesVerdict {
  const { rule, unit } = series;
  if (rule.is === "capped") {
    const highest = Math.max(0, ...points.map(({ value }) => value));
    const good = highest <= rule.cap;
    const words = `${good ? "capped" : "not capped"}: at most ${amount(highest, unit)} of ${amount(rule.cap, unit)}`;
    return { series, points, good, words, trend: undefined };
  }
  const { flat, rise, allowed, line, from } = judgeFlatness(points, rule.floor);
  const end = points.at(-1)?.at ?? from;
  const on = (at: number): Point => ({ at, value: line.intercept + line.slope * at });
  const change = `${rise < 0 ? "−" : "+"}${amount(Math.abs(rise), unit)}`;
  const words = `${flat ? "flat" : "not flat"}: ${change} in the second half, noise ${amount(allowed, unit)}`;
  return { series, points, good: flat, words, trend: [on(from), on(end)] };
}

function amount(value: number, unit: Series["unit"]): string {
  return unit === "bytes" ? `${(value / mebibyte).toFixed(1)} MiB` : value.toFixed(1);
}
