import { escapeXml } from "../../../scripts/support/escape-xml.ts";
import { card } from "../result/svg.ts";
import type { Point } from "./flatness.ts";
import type { SeriesVerdict } from "./series.ts";

const columns = 2;
const panel = { width: 400, height: 190 };
const plot = { left: 56, top: 46, width: 322, height: 100 };
const head = 50;

/** One small picture per series, with the line that was judged, as an SVG file. */
export function smallMultiples(title: string, verdicts: readonly SeriesVerdict[]): string {
  const rows = Math.ceil(verdicts.length / columns);
  const panels = verdicts.map((verdict, index) => {
    const x = 20 + (index % columns) * panel.width;
    const y = head + Math.floor(index / columns) * panel.height;
    return `<g transform="translate(${x} ${y})">\n${drawn(verdict)}\n</g>`;
  });
  return card({
    width: 40 + columns * panel.width,
    height: head + rows * panel.height + 10,
    title,
    description: verdicts.map(({ series, words }) => `${series.title}: ${words}`).join("; "),
    body: panels.join("\n"),
  });
}

function drawn({ series, points, words, trend }: SeriesVerdict): string {
  const end = Math.max(1, points.at(-1)?.at ?? 1);
  const highest = Math.max(1, ...points.map(({ value }) => value)) * 1.1;
  const x = (at: number) => (plot.left + (at / end) * plot.width).toFixed(1);
  const y = (value: number) => (plot.top + plot.height - (value / highest) * plot.height).toFixed(1);
  const at = ({ at: time, value }: Point) => `${x(time)},${y(value)}`;
  const grid = [0, highest / 2, highest].map(
    (value) =>
      `<line class="grid" x1="${plot.left}" x2="${plot.left + plot.width}" y1="${y(value)}" y2="${y(value)}"/>` +
      `<text class="a" x="${plot.left - 6}" y="${Number(y(value)) + 4}" text-anchor="end">${tick(value, series.unit)}</text>`,
  );
  return [
    `<text x="0" y="16">${escapeXml(series.title)}</text>`,
    `<text class="a" x="0" y="33">${escapeXml(words)}</text>`,
    ...grid,
    `<polyline class="line" points="${points.map(at).join(" ")}"/>`,
    ...(trend === undefined ? [] : [`<polyline class="line trend" points="${trend.map(at).join(" ")}"/>`]),
    `<text class="a" x="${plot.left}" y="${plot.top + plot.height + 16}">0</text>`,
    `<text class="a" x="${plot.left + plot.width}" y="${plot.top + plot.height + 16}" text-anchor="end">${(end / 60).toFixed(1)} min</text>`,
  ].join("\n");
}

function tick(value: number, unit: "bytes" | "count"): string {
  return unit === "bytes" ? `${(value / 1024 / 1024).toFixed(1)} MiB` : value.toFixed(0);
}
