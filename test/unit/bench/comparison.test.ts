import { describe, expect, test } from "bun:test";

import { compare, type Comparison, isBehind } from "../../bench/result/comparison.ts";
import type { Report, Result } from "../../bench/result/report.ts";
import { tableRow, textTable } from "../../bench/result/table.ts";
import type { Measure, Scenario } from "../../bench/scenarios/scenario.ts";

const time: Measure = { key: "time", title: "→ there", unit: "ms", aim: 0.5 };
const free: Measure = { key: "free", title: "size", unit: "bytes", aim: undefined };

const scenario: Scenario = {
  name: "sample",
  title: "Sample",
  story: "Nothing is done.",
  measures: [time, free],
  run: () => Promise.resolve({}),
};

function report(...results: Array<Omit<Result, "scenario">>): Report {
  return {
    date: "2026-01-01",
    machine: { processor: "any", processors: 2, memoryBytes: 1e9, system: "any", load: 0 },
    versions: { ours: "ours 1", go: "Go supervisor 1", collector: "otelcol 1", bun: "Bun 1" },
    rounds: 3,
    results: results.map((result) => ({ scenario: scenario.name, ...result })),
    failures: [],
  };
}

function only(result: Omit<Result, "scenario">): Comparison {
  const [comparison] = compare(report(result), [scenario]);
  if (comparison === undefined) throw new Error("nothing was compared");
  return comparison;
}

describe("a measure", () => {
  test("of which more is better meets its aim when the ratio is at least that", () => {
    const rate: Measure = { key: "rate", title: "trips", unit: "per s", better: "more", aim: 1 };
    const rates = (ours: number) => {
      const measured = report({ measure: "rate", ours: [ours], go: [100] });
      return compare(measured, [{ ...scenario, measures: [rate] }]);
    };
    expect(rates(120).map((each) => [each.met, isBehind(each)])).toEqual([[true, false]]);
    expect(rates(80).map((each) => [each.met, isBehind(each)])).toEqual([[false, true]]);
    expect(rates(80).flatMap(tableRow)).toContain("≥ 1.00");
  });

  test("meets its aim when the ratio of the medians is at most that", () => {
    const met = only({ measure: "time", ours: [40, 50, 900], go: [100, 100] });
    expect(met).toMatchObject({ ratio: 0.5, met: true });
    expect(isBehind(met)).toBe(false);
    const missed = only({ measure: "time", ours: [51], go: [100] });
    expect(missed).toMatchObject({ ratio: 0.51, met: false });
    expect(isBehind(missed)).toBe(true);
  });

  test("without an aim is behind when it is above the Go figure", () => {
    expect(isBehind(only({ measure: "free", ours: [2], go: [1] }))).toBe(true);
    expect(isBehind(only({ measure: "free", ours: [1], go: [1] }))).toBe(false);
    expect(isBehind(only({ measure: "free", ours: [1], go: [0] }))).toBe(true);
  });

  test("without a figure of the Go supervisor has no ratio and is not behind", () => {
    const alone = only({ measure: "time", ours: [1], go: [] });
    expect(alone).toMatchObject({ ratio: undefined, met: undefined });
    expect(isBehind(alone)).toBe(false);
  });

  test("has no ratio to nothing", () => {
    expect(only({ measure: "free", ours: [1], go: [0] }).ratio).toBeUndefined();
    expect(only({ measure: "free", ours: [0], go: [0] }).ratio).toBe(1);
  });
});

test("measures come in the order of the scenario, without those that were not taken", () => {
  const both = report({ measure: "free", ours: [1], go: [1] }, { measure: "time", ours: [1], go: [1] });
  expect(compare(both, [scenario]).map(({ measure }) => measure.key)).toEqual(["time", "free"]);
  expect(compare(report({ measure: "free", ours: [1], go: [1] }), [scenario])).toHaveLength(1);
});

describe("a row of the table", () => {
  test("has medians, spreads, ratio, aim and whether it is met", () => {
    const row = tableRow(only({ measure: "time", ours: [40, 42.4], go: [5000, 5010, 5020] }));
    expect(row).toEqual([
      "Sample → there",
      "41 ms",
      "40 ms … 42 ms",
      "5.01 s",
      "5.00 s … 5.02 s",
      "1/122",
      "≤ 0.50",
      "yes",
    ]);
  });

  test("says of a bound that it is one, and which way it turns the ratio", () => {
    const row = tableRow(only({ measure: "time", ours: [5], go: [{ above: 15_000 }] }));
    expect(row).toEqual(["Sample → there", "5 ms", "", "> 15.00 s", "", "< 1/3000", "≤ 0.50", "yes"]);
  });

  test("says that there is no figure", () => {
    const row = tableRow(only({ measure: "free", ours: [114_500_000], go: [] }));
    expect(row).toEqual(["Sample size", "114.5 MB", "", "no figure", "", "", "", ""]);
  });
});

test("the columns of the printed table stand under each other", () => {
  expect(
    textTable([
      ["a", "bb", ""],
      ["ccc", "d", "e"],
    ]),
  ).toBe("a    bb\nccc  d   e");
});
