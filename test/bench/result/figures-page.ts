import { markdownTable } from "../../../src/config/markdown-table.ts";
import { barChart } from "./bar-chart.ts";
import { type Comparison, isBehind } from "./comparison.ts";
import { formatMedian, formatRatio } from "./format.ts";
import type { Report } from "./report.ts";
import type { Summary } from "./statistics.ts";
import { tableHead, tableRow } from "./table.ts";

export interface Picture {
  /** Of its file in `docs`. */
  name: string;
  title: string;
  svg: string;
}

export interface FiguresPageOptions {
  /** Of its file in `docs`. */
  name: string;
  title: string;
  /** Paragraphs below the title. */
  introduction: readonly string[];
  /** What was compared, after the day, the machine and its system. */
  compared: ReadonlyArray<readonly [name: string, version: string]>;
  pictures: readonly Picture[];
  /** What the columns of the table are. */
  legend: string;
  report: Report;
  comparisons: readonly Comparison[];
}

/** A page of figures and its pictures by name, for the folder `docs`. */
export function figuresPage(options: FiguresPageOptions): Record<string, string> {
  const { name, title, introduction, compared, pictures, legend, report, comparisons } = options;
  const { machine } = report;
  const text = [
    `# ${title}`,
    "",
    ...introduction.flatMap((paragraph) => [paragraph, ""]),
    markdownTable(
      ["", ""],
      [
        ["Date", report.date],
        ["Machine", `${machine.processors} × ${machine.processor}, ${(machine.memoryBytes / 1e9).toFixed(0)} GB`],
        ["System", `${machine.system}; load ${machine.load.toFixed(1)} when the run began`],
        ...compared,
      ],
    ),
    "",
    ...pictures.flatMap((picture) => [`![${picture.title}](${picture.name})`, ""]),
    "## Every figure",
    "",
    legend,
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
  return { [name]: text.join("\n"), ...Object.fromEntries(pictures.map((picture) => [picture.name, picture.svg])) };
}

export interface ComparisonChartOptions {
  name: string;
  title: string;
  comparisons: readonly Comparison[];
  label(comparison: Comparison): string;
  tickText(value: number): string;
  scale: "linear" | "logarithmic";
  /** Default: that of `barChart`. */
  goTitle?: string;
}

/** The medians of both sides as bars; no picture where there is nothing to compare. */
export function comparisonChart({ name, comparisons, label, ...look }: ComparisonChartOptions): Picture[] {
  if (comparisons.length === 0) return [];
  const rows = comparisons.map((comparison) => {
    const bar = (summary: Summary | undefined) =>
      summary && { value: summary.median, text: formatMedian(summary, comparison.measure.unit) };
    return { label: label(comparison), ours: bar(comparison.ours), go: bar(comparison.go) };
  });
  return [{ name, title: look.title, svg: barChart({ rows, ...look }) }];
}

/** One line for each reason, with all that it is the reason of. */
function behindLines(comparisons: readonly Comparison[]): string[] {
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
function stories(comparisons: readonly Comparison[]): string[] {
  const told = new Map(comparisons.map(({ scenario }) => [scenario.name, scenario]));
  return [...told.values()].map(({ title, name, story }) => `- **${title}** (\`--only ${name}\`): ${story}`);
}
