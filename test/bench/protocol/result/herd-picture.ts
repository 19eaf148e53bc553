import { escapeXml } from "../../../../scripts/support/escape-xml.ts";
import { card } from "../../result/svg.ts";
import { type Herd, histogram } from "../herd/simulate.ts";

export interface HerdPictureOptions {
  title: string;
  ours: Herd;
  go: Herd;
  /** Milliseconds from the loss of the server to its return. */
  outageMs: number;
}

const width = 860;
const plot = { left: 70, width: 760, height: 150 };
const tops = [92, 320] as const;
/** Seconds. */
const end = 125;

/** What reaches the server in each second: attempts while it is away and after, and those that bring a client back. */
export function herdPicture({ title, ours, go, outageMs }: HerdPictureOptions): string {
  const perSecond = (times: readonly number[]) => histogram(times, 1000, end * 1000);
  const attempts = panel({
    top: tops[0],
    name: "Attempts per second (each line is ten times the one below)",
    ours: perSecond(ours.attempts),
    go: perSecond(go.attempts),
    height: (count, highest) => Math.log10(Math.max(1, count)) / Math.ceil(Math.log10(highest)),
    ticks: (highest) => Array.from({ length: Math.ceil(Math.log10(highest)) + 1 }, (_, power) => 10 ** power),
  });
  const returns = panel({
    top: tops[1],
    name: "Clients that come back per second",
    ours: perSecond(ours.returns),
    go: perSecond(go.returns),
    height: (count, highest) => count / rounded(highest),
    ticks: (highest) => [0, rounded(highest) / 2, rounded(highest)],
  });
  const back = x(outageMs / 1000);
  const mark = tops.map(
    (top) =>
      `<line class="trend" x1="${back}" x2="${back}" y1="${top}" y2="${top + plot.height}"/>` +
      `<text class="a" x="${Number(back) + 4}" y="${top + 12}">the server is back</text>`,
  );
  const legend =
    `<rect class="ours" x="20" y="44" width="12" height="12" rx="2"/><text class="a" x="38" y="54">ours</text>` +
    `<rect class="go" x="76" y="44" width="12" height="12" rx="2"/><text class="a" x="94" y="54">Go library</text>`;
  const description = `${ours.returns.length} clients lose their server for ${outageMs / 1000} s; attempts and returns per second of both sides`;
  return card({
    width,
    height: tops[1] + plot.height + 40,
    title,
    description,
    body: [legend, attempts, returns, ...mark].join("\n"),
  });
}

interface Panel {
  top: number;
  name: string;
  ours: readonly number[];
  go: readonly number[];
  /** Share of the height, 0 to 1. */
  height(count: number, highest: number): number;
  ticks(highest: number): readonly number[];
}

function panel({ top, name, ours, go, height, ticks }: Panel): string {
  const highest = Math.max(...ours, ...go);
  const y = (count: number) => (top + plot.height * (1 - height(count, highest))).toFixed(1);
  const steps = (counts: readonly number[]) =>
    counts.map((count, second) => `${x(second)},${y(count)} ${x(second + 1)},${y(count)}`).join(" ");
  const grid = ticks(highest).map(
    (tick) =>
      `<line class="grid" x1="${plot.left}" x2="${plot.left + plot.width}" y1="${y(tick)}" y2="${y(tick)}"/>` +
      `<text class="a" x="${plot.left - 6}" y="${Number(y(tick)) + 4}" text-anchor="end">${tick}</text>`,
  );
  const seconds = Array.from({ length: Math.floor(end / 20) + 1 }, (_, index) => index * 20).map(
    (second) =>
      `<text class="a" x="${x(second)}" y="${top + plot.height + 16}" text-anchor="middle">${second} s</text>`,
  );
  return [
    `<text x="20" y="${top - 12}">${escapeXml(name)}</text>`,
    ...grid,
    ...seconds,
    `<polyline class="theirs" points="${steps(go)}"/>`,
    `<polyline class="line" points="${steps(ours)}"/>`,
  ].join("\n");
}

function x(second: number): string {
  return (plot.left + (second / end) * plot.width).toFixed(1);
}

/** The next number with one digit that is not 0. */
function rounded(value: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return Math.ceil(value / magnitude) * magnitude;
}
