import { escapeXml } from "../../../scripts/support/escape-xml.ts";
import { card } from "./svg.ts";

export interface Bar {
  value: number;
  /** What is written behind the bar. */
  text: string;
}

export interface BarRow {
  label: string;
  ours: Bar | undefined;
  go: Bar | undefined;
}

export interface BarChartOptions {
  title: string;
  rows: readonly BarRow[];
  /** What the ticks are called. */
  tickText(value: number): string;
  /** Default `linear`. On a logarithmic scale each tick is ten times the one before, the axis begins at the first. */
  scale?: "linear" | "logarithmic";
  /** What the second bar of each row is of. Default `Go supervisor`. */
  goTitle?: string;
}

interface Axis {
  ticks: readonly number[];
  /** Share of the full width, 0 to 1. */
  share(value: number): number;
}

const width = 860;
const left = 330;
const right = 90;
const top = 74;
const rowHeight = 42;
const barHeight = 14;

/** Two bars for each row, ours above the other's, as an SVG file. */
export function barChart({
  title,
  rows,
  tickText,
  scale = "linear",
  goTitle = "Go supervisor",
}: BarChartOptions): string {
  const bottom = top + rows.length * rowHeight;
  const values = rows.flatMap(({ ours, go }) => [ours, go]).flatMap((bar) => (bar === undefined ? [] : [bar.value]));
  const { ticks, share } = scale === "linear" ? linearAxis(Math.max(...values)) : logarithmicAxis(values);
  const x = (value: number) => left + share(value) * (width - left - right);
  const grid = ticks.map(
    (tick) =>
      `<line class="grid" x1="${px(x(tick))}" x2="${px(x(tick))}" y1="${top - 8}" y2="${bottom}"/>` +
      `<text class="a" x="${px(x(tick))}" y="${bottom + 16}" text-anchor="middle">${escapeXml(tickText(tick))}</text>`,
  );
  const bar = (kind: "ours" | "go", { value, text }: Bar, y: number) =>
    `<rect class="${kind}" x="${left}" y="${y}" width="${px(Math.max(1, x(value) - left))}" height="${barHeight}" rx="2"/>` +
    `<text class="v" x="${px(x(value) + 6)}" y="${y + 11}">${escapeXml(text)}</text>`;
  const bars = rows.flatMap(({ label, ours, go }, index) => {
    const y = top + index * rowHeight;
    return [
      `<text x="${left - 12}" y="${y + 19}" text-anchor="end">${escapeXml(label)}</text>`,
      ...(ours === undefined ? [] : [bar("ours", ours, y)]),
      ...(go === undefined ? [] : [bar("go", go, y + barHeight + 2)]),
    ];
  });
  const note = scale === "linear" ? "" : ` · each line is ten times the one before`;
  const legend =
    `<rect class="ours" x="20" y="44" width="12" height="12" rx="2"/><text class="a" x="38" y="54">ours</text>` +
    `<rect class="go" x="76" y="44" width="12" height="12" rx="2"/><text class="a" x="94" y="54">${goTitle}${note}</text>`;
  const description = rows
    .map(({ label, ours, go }) => `${label}: ours ${ours?.text ?? "none"}, Go ${go?.text ?? "none"}`)
    .join("; ");
  return card({ width, height: bottom + 34, title, description, body: [legend, ...grid, ...bars].join("\n") });
}

function linearAxis(highest: number): Axis {
  const rough = highest / 4;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * magnitude >= rough) ?? 10) * magnitude;
  const count = Math.ceil(highest / step);
  const ticks = Array.from({ length: count + 1 }, (_, index) => index * step);
  return { ticks, share: (value) => value / (count * step) };
}

function logarithmicAxis(values: readonly number[]): Axis {
  const from = Math.floor(Math.log10(Math.max(1e-3, Math.min(...values))));
  const to = Math.max(from + 1, Math.ceil(Math.log10(Math.max(...values))));
  const ticks = Array.from({ length: to - from + 1 }, (_, index) => 10 ** (from + index));
  return { ticks, share: (value) => Math.max(0, (Math.log10(Math.max(1e-3, value)) - from) / (to - from)) };
}

function px(value: number): string {
  return value.toFixed(1);
}
