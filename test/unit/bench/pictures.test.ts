import { describe, expect, test } from "bun:test";

import { barChart } from "../../bench/result/bar-chart.ts";
import { allSeries, judge } from "../../bench/soak/series.ts";
import { smallMultiples } from "../../bench/soak/small-multiples.ts";

/** Widths of the bars of one kind, in the order of the rows. */
function widths(svg: string, kind: "ours" | "go"): number[] {
  const bars = svg.matchAll(new RegExp(`<rect class="${kind}" x="330" y="\\d+" width="([\\d.]+)"`, "g"));
  return [...bars].map((match) => Number(match[1]));
}

const tickText = (value: number) => `${value}`;

describe("a bar chart", () => {
  test("has bars as long as the values on a linear scale", () => {
    const rows = [{ label: "size", ours: { value: 100, text: "100" }, go: { value: 25, text: "25" } }];
    const svg = barChart({ title: "sizes", rows, tickText });
    const [ours = 0] = widths(svg, "ours");
    const [go = 0] = widths(svg, "go");
    expect(ours / go).toBeCloseTo(4, 1);
  });

  test("has equal steps for equal factors on a logarithmic scale", () => {
    const rows = [1, 10, 100].map((value) => ({ label: "", ours: { value, text: "" }, go: undefined }));
    const [one = 0, ten = 0, hundred = 0] = widths(
      barChart({ title: "times", rows, tickText, scale: "logarithmic" }),
      "ours",
    );
    expect(one).toBe(1);
    expect(hundred / ten).toBeCloseTo(2, 1);
  });

  test("draws no bar where there is no figure, and keeps markup out of its texts", () => {
    const rows = [{ label: '<a> & "b"', ours: { value: 1, text: "> 1" }, go: undefined }];
    const svg = barChart({ title: "x", rows, tickText });
    expect(widths(svg, "go")).toEqual([]);
    expect(svg).toContain("&lt;a&gt; &amp; &quot;b&quot;");
    expect(svg).toContain("&gt; 1");
  });

  test("tells its figures to readers that show no picture", () => {
    const rows = [{ label: "size", ours: { value: 2, text: "2 MB" }, go: { value: 1, text: "1 MB" } }];
    expect(barChart({ title: "sizes", rows, tickText })).toContain(">size: ours 2 MB, Go 1 MB</desc>");
  });
});

test("the picture of a soak has a panel with its verdict for each series, and the line that was judged", () => {
  const points = Array.from({ length: 40 }, (_, at) => ({ at, value: 5 }));
  const svg = smallMultiples(
    "soak",
    allSeries.map((series) => judge(series, points)),
  );
  for (const { title } of allSeries) expect(svg).toContain(`>${title}<`);
  expect(svg.match(/class="line trend"/g)).toHaveLength(5);
  expect(svg.match(/>flat: /g)).toHaveLength(5);
});
