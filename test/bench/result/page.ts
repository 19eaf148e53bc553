import type { Comparison } from "./comparison.ts";
import { comparisonChart, figuresPage, type Picture } from "./figures-page.ts";
import type { Report } from "./report.ts";

/** The page of the supervisors and its pictures by name, for the folder `docs`. */
export function benchPage(report: Report, comparisons: readonly Comparison[]): Record<string, string> {
  const { versions } = report;
  return figuresPage({
    name: "bench.md",
    title: "Figures",
    introduction: [
      "This page and its pictures are made by `bun run bench --docs`.",
      `${versions.ours} beside the ${versions.go}, which it replaces: the same Collector, the same OpAMP server, in turn, ` +
        `${report.rounds} rounds. Both run with their defaults where nothing else is said. Single milliseconds are this ` +
        "machine's; the ratios are what to go by.",
    ],
    compared: [
      ["Ours", versions.ours],
      ["Go supervisor", `${versions.go}, built from its module`],
      ["Collector", versions.collector ?? "none"],
      ["Runner", versions.bun],
    ],
    pictures: picturesOf(comparisons),
    legend:
      "Medians; the spread is the lowest and the highest round. The ratio is ours to the Go supervisor's, the aim is the " +
      "largest ratio that is good enough.",
    report,
    comparisons,
  });
}

function picturesOf(comparisons: readonly Comparison[]): Picture[] {
  const label = ({ scenario, measure }: Comparison) => `${scenario.title} ${measure.title}`;
  return [
    ...comparisonChart({
      name: "bench-times.svg",
      title: "Times (shorter is better)",
      comparisons: comparisons.filter(({ measure }) => measure.unit === "ms"),
      label,
      tickText: (value) => (value < 1000 ? `${value} ms` : `${value / 1000} s`),
      scale: "logarithmic",
    }),
    ...comparisonChart({
      name: "bench-memory.svg",
      title: "Memory and size (shorter is better)",
      comparisons: comparisons.filter(({ measure }) => measure.unit === "bytes"),
      label,
      tickText: (value) => `${value / 1e6} MB`,
      scale: "linear",
    }),
  ];
}
