import { markdownTable } from "../../../../src/config/markdown-table.ts";
import { barChart } from "../../result/bar-chart.ts";
import type { Comparison } from "../../result/comparison.ts";
import { formatMedian, formatValue } from "../../result/format.ts";
import { behindLines, stories } from "../../result/page.ts";
import type { Report } from "../../result/report.ts";
import type { Summary } from "../../result/statistics.ts";
import { tableHead, tableRow } from "../../result/table.ts";
import type { Measure } from "../../scenarios/scenario.ts";
import { outageMs, simulatedClients, simulatedHerd } from "../scenarios/herd.ts";
import { herdPicture } from "./herd-picture.ts";

/** The page and its pictures by name, for the folder `docs`. */
export function protocolPage(report: Report, comparisons: readonly Comparison[]): Record<string, string> {
  const { machine, versions } = report;
  const pictures = picturesOf(comparisons);
  const text = [
    "# Figures of the protocol",
    "",
    "This page and its pictures are made by `bun run bench:protocol --docs`.",
    "",
    `\`src/opamp\` beside the ${versions.go}, which is the reference: the same work in turn, ${report.rounds} rounds. Processor ` +
      "time is what one core spends, the kernel's part included: round trips per second and core are a million divided by it.",
    "",
    markdownTable(
      ["", ""],
      [
        ["Date", report.date],
        ["Machine", `${machine.processors} × ${machine.processor}, ${(machine.memoryBytes / 1e9).toFixed(0)} GB`],
        ["System", `${machine.system}; load ${machine.load.toFixed(1)} when the run began`],
        ["Ours", `${versions.ours} on ${versions.bun}`],
        ["Reference", versions.go],
      ],
    ),
    "",
    ...pictures.flatMap(({ name, title }) => [`![${title}](${name})`, ""]),
    "## Every figure",
    "",
    "Medians; the spread is the lowest and the highest round. The ratio is ours to the reference's, the aim is the worst " +
      "ratio that is good enough.",
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
  return { "protocol-bench.md": text.join("\n"), ...Object.fromEntries(pictures.map(({ name, svg }) => [name, svg])) };
}

interface Picture {
  name: string;
  title: string;
  svg: string;
}

function picturesOf(comparisons: readonly Comparison[]): Picture[] {
  const ofHerd = comparisons.some(({ scenario }) => scenario.name === "herd");
  const herdTitle = `${simulatedClients} clients lose their server for a minute`;
  return [
    ...chart(
      "protocol-times.svg",
      "Time per message and round trip (shorter is better)",
      comparisons,
      "µs",
      "logarithmic",
    ),
    ...chart("protocol-bytes.svg", "Memory per message and agent (shorter is better)", comparisons, "B", "logarithmic"),
    ...(ofHerd
      ? [
          {
            name: "protocol-herd.svg",
            title: herdTitle,
            svg: herdPicture({
              title: herdTitle,
              ours: simulatedHerd({ name: "ours" }),
              go: simulatedHerd({ name: "go" }),
              outageMs,
            }),
          },
        ]
      : []),
  ];
}

function chart(
  name: string,
  title: string,
  comparisons: readonly Comparison[],
  unit: Measure["unit"],
  scale: "linear" | "logarithmic",
): Picture[] {
  const those = comparisons.filter(({ measure }) => measure.unit === unit);
  if (those.length === 0) return [];
  const rows = those.map(({ scenario, measure, ours, go }) => {
    const bar = (summary: Summary | undefined) =>
      summary && { value: summary.median, text: formatMedian(summary, unit) };
    return { label: `${scenario.title}: ${measure.title}`, ours: bar(ours), go: bar(go) };
  });
  const svg = barChart({ title, rows, tickText: (value) => formatValue(value, unit), scale, goTitle: "Go library" });
  return [{ name, title, svg }];
}
