import { markdownTable } from "../../../src/config/markdown-table.ts";
import { barChart } from "./bar-chart.ts";
import { type Comparison, isBehind } from "./comparison.ts";
import { formatMedian, formatRatio } from "./format.ts";
import type { Report } from "./report.ts";
import type { Summary } from "./statistics.ts";
import { tableHead, tableRow } from "./table.ts";

/** The page and its pictures by name, for the folder `docs`. */
export function benchPage(report: Report, comparisons: readonly Comparison[]): Record<string, string> {
  const pictures = picturesOf(comparisons);
  const { machine, versions } = report;
  const text = [
    "# Figures",
    "",
    "This page and its pictures are made by `bun run bench --docs`.",
    "",
    `${versions.ours} beside the ${versions.go}, which it replaces: the same Collector, the same OpAMP server, in turn, ` +
      `${report.rounds} rounds. Both run with their defaults where nothing else is said. Single milliseconds are this ` +
      "machine's; the ratios are what to go by.",
    "",
    markdownTable(
      ["", ""],
      [
        ["Date", report.date],
        ["Machine", `${machine.processors} × ${machine.processor}, ${(machine.memoryBytes / 1e9).toFixed(0)} GB`],
        ["System", `${machine.system}; load ${machine.load.toFixed(1)} when the run began`],
        ["Ours", versions.ours],
        ["Go supervisor", `${versions.go}, built from its module`],
        ["Collector", versions.collector ?? "none"],
        ["Runner", versions.bun],
      ],
    ),
    "",
    ...pictures.flatMap(({ name, title }) => [`![${title}](${name})`, ""]),
    "## Every figure",
    "",
    "Medians; the spread is the lowest and the highest round. The ratio is ours to the Go supervisor's, the aim is the " +
      "largest ratio that is good enough.",
    "",
    markdownTable(tableHead, comparisons.map(tableRow)),
    "",
    "## Where ours is behind",
    "",
    ...behindLines(comparisons),
    "",
    "## What is done in each",
    "",
    ...stories(comparisons),
    "",
    ...(report.failures.length === 0
      ? []
      : ["## Turns without a figure", "", ...report.failures.map((line) => `- ${line}`), ""]),
  ];
  return { "bench.md": text.join("\n"), ...Object.fromEntries(pictures.map(({ name, svg }) => [name, svg])) };
}

interface Picture {
  name: string;
  title: string;
  svg: string;
}

function picturesOf(comparisons: readonly Comparison[]): Picture[] {
  const times = comparisons.filter(({ measure }) => measure.unit === "ms");
  const sizes = comparisons.filter(({ measure }) => measure.unit === "bytes");
  const inMilliseconds = (value: number) => (value < 1000 ? `${value} ms` : `${value / 1000} s`);
  const inMegabytes = (value: number) => `${value / 1e6} MB`;
  return [
    ...chart("bench-times.svg", "Times (shorter is better)", times, inMilliseconds, "logarithmic"),
    ...chart("bench-memory.svg", "Memory and size (shorter is better)", sizes, inMegabytes, "linear"),
  ];
}

function chart(
  name: string,
  title: string,
  comparisons: readonly Comparison[],
  tickText: (value: number) => string,
  scale: "linear" | "logarithmic",
): Picture[] {
  if (comparisons.length === 0) return [];
  const rows = comparisons.map(({ scenario, measure, ours, go }) => {
    const bar = (summary: Summary | undefined) =>
      summary && { value: summary.median, text: formatMedian(summary, measure.unit) };
    return { label: `${scenario.title} ${measure.title}`, ours: bar(ours), go: bar(go) };
  });
  return [{ name, title, svg: barChart({ title, rows, tickText, scale }) }];
}

/** One line for each reason, with all that it is the reason of. */
export function behindLines(comparisons: readonly Comparison[]): string[] {
  const behind = comparisons.filter(isBehind);
  const byReason = Map.groupBy(behind, ({ measure }) => measure.behind ?? "");
  const lines = [...byReason].map(([reason, those]) => {
    const places = those.map(({ scenario, measure, ours, go, ratio }) => {
      const figures = [ours, go].map((summary) => (summary ? formatMedian(summary, measure.unit) : "none"));
      const times = ratio === undefined ? "" : `, ${formatRatio(ratio)} times`;
      return `**${scenario.title} ${measure.title}** (${figures.join(" against ")}${times})`;
    });
    return `- ${places.join(", ")}.${reason === "" ? "" : ` ${reason}`}`;
  });
  return lines.length > 0 ? lines : ["Nowhere in this run."];
}

/** What is done in each scenario, one line each. */
export function stories(comparisons: readonly Comparison[]): string[] {
  const told = new Map(comparisons.map(({ scenario }) => [scenario.name, scenario]));
  return [...told.values()].map(({ title, name, story }) => `- **${title}** (\`--only ${name}\`): ${story}`);
}
