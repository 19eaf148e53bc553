import type { Comparison } from "../../result/comparison.ts";
import { comparisonChart, figuresPage, type Picture } from "../../result/figures-page.ts";
import { formatValue } from "../../result/format.ts";
import type { Report } from "../../result/report.ts";
import type { Measure } from "../../scenarios/scenario.ts";
import { outageMs, simulatedClients, simulatedHerd } from "../scenarios/herd.ts";
import { herdPicture } from "./herd-picture.ts";

/** The page of the protocol and its pictures by name, for the folder `docs`. */
export function protocolPage(report: Report, comparisons: readonly Comparison[]): Record<string, string> {
  const { versions } = report;
  return figuresPage({
    name: "protocol-bench.md",
    title: "Figures of the protocol",
    introduction: [
      "This page and its pictures are made by `bun run bench:protocol --docs`.",
      `\`src/opamp\` beside the ${versions.go}, which is the reference: the same work in turn, ${report.rounds} rounds. Processor ` +
        "time is what one core spends, the kernel's part included: round trips per second and core are a million divided by it.",
    ],
    compared: [
      ["Ours", `${versions.ours} on ${versions.bun}`],
      ["Reference", versions.go],
    ],
    pictures: picturesOf(comparisons),
    legend:
      "Medians; the spread is the lowest and the highest round. The ratio is ours to the reference's, the aim is the worst " +
      "ratio that is good enough.",
    report,
    comparisons,
  });
}

function picturesOf(comparisons: readonly Comparison[]): Picture[] {
  const times = "Time per message and round trip (shorter is better)";
  const memory = "Memory per message and agent (shorter is better)";
  return [
    ...chart("protocol-times.svg", times, comparisons, "µs"),
    ...chart("protocol-bytes.svg", memory, comparisons, "B"),
    ...(comparisons.some(({ scenario }) => scenario.name === "herd") ? [pictureOfHerd()] : []),
  ];
}

function chart(name: string, title: string, comparisons: readonly Comparison[], unit: Measure["unit"]): Picture[] {
  return comparisonChart({
    name,
    title,
    comparisons: comparisons.filter(({ measure }) => measure.unit === unit),
    label: ({ scenario, measure }) => `${scenario.title}: ${measure.title}`,
    tickText: (value) => formatValue(value, unit),
    scale: "logarithmic",
    goTitle: "Go library",
  });
}

function pictureOfHerd(): Picture {
  const title = `${simulatedClients} clients lose their server for a minute`;
  const [ours, go] = [simulatedHerd({ name: "ours" }), simulatedHerd({ name: "go" })];
  return { name: "protocol-herd.svg", title, svg: herdPicture({ title, ours, go, outageMs }) };
}
