import { describe, expect, test } from "bun:test";

import { fitLine, judgeFlatness, type Point } from "../../bench/soak/flatness.ts";
import { allSeries, judge } from "../../bench/soak/series.ts";

/** 100 points, one each second. */
function points(valueAt: (second: number) => number): Point[] {
  return Array.from({ length: 100 }, (_, at) => ({ at, value: valueAt(at) }));
}

/** Between −1 and 1, the same each time. */
const noise = (at: number) => Math.sin(at * 12.9898) * Math.cos(at * 4.1);

test("the line through points on a line is that line", () => {
  const { slope, intercept, scatter } = fitLine(points((at) => 3 * at + 7));
  expect(slope).toBeCloseTo(3);
  expect(intercept).toBeCloseTo(7);
  expect(scatter).toBeCloseTo(0);
});

describe("a figure is flat", () => {
  test("when it only trembles", () => {
    expect(
      judgeFlatness(
        points((at) => 100 + 5 * noise(at)),
        0,
      ).flat,
    ).toBe(true);
  });

  test("when it grew in the first half alone", () => {
    expect(
      judgeFlatness(
        points((at) => Math.min(at, 45) * 10 + noise(at)),
        1,
      ).flat,
    ).toBe(true);
  });

  test("when it falls", () => {
    expect(
      judgeFlatness(
        points((at) => 1000 - at),
        0,
      ).flat,
    ).toBe(true);
  });

  test("when it rises by less than the floor", () => {
    expect(
      judgeFlatness(
        points((at) => at * 0.1),
        10,
      ).flat,
    ).toBe(true);
  });

  test("when it goes up and down like a saw", () => {
    expect(
      judgeFlatness(
        points((at) => 100 + (at % 10)),
        0,
      ).flat,
    ).toBe(true);
  });
});

describe("a figure is not flat", () => {
  test("when it rises steadily by more than its noise", () => {
    const { flat, rise } = judgeFlatness(
      points((at) => 100 + at + 5 * noise(at)),
      0,
    );
    expect(flat).toBe(false);
    expect(rise).toBeGreaterThan(40);
  });

  test("when it takes one step up in the second half and stays there", () => {
    expect(
      judgeFlatness(
        points((at) => (at < 75 ? 10 : 20) + noise(at)),
        1,
      ).flat,
    ).toBe(false);
  });

  test("when there are too few points to know", () => {
    expect(judgeFlatness(points(() => 1).slice(0, 12), 1).flat).toBe(false);
    expect(judgeFlatness([], 1).flat).toBe(false);
  });
});

describe("a series", () => {
  const series = (key: string) => {
    const found = allSeries.find((each) => each.key === key);
    if (found === undefined) throw new Error(`no series ${key}`);
    return found;
  };

  test("that must be flat is judged by its second half and says so", () => {
    expect(
      judge(
        series("descriptors"),
        points(() => 20),
      ),
    ).toMatchObject({
      good: true,
      words: "flat: +0.0 in the second half, noise 1.0",
    });
    const leak = judge(
      series("descriptors"),
      points((at) => 20 + at),
    );
    expect(leak).toMatchObject({ good: false, words: "not flat: +49.5 in the second half, noise 1.0" });
    expect(leak.trend?.map(({ value }) => Math.round(value))).toEqual([70, 119]);
  });

  test("that has a cap may grow up to it", () => {
    const megabytes = (most: number) => points((at) => (at / 99) * most * 1024 * 1024);
    expect(judge(series("log"), megabytes(32))).toMatchObject({
      good: true,
      words: "capped: at most 32.0 MiB of 40.0 MiB",
    });
    expect(judge(series("log"), megabytes(41)).good).toBe(false);
  });
});
