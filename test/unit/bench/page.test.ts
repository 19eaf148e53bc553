import { expect, test } from "bun:test";

import { compare } from "../../bench/result/comparison.ts";
import { benchPage } from "../../bench/result/page.ts";
import type { Report } from "../../bench/result/report.ts";
import type { Scenario } from "../../bench/scenarios/scenario.ts";

const scenario: Scenario = {
  name: "sample",
  title: "Sample",
  story: "Nothing is done.",
  measures: [
    { key: "slow", title: "→ there", unit: "ms", aim: 1, behind: "It does more." },
    { key: "quick", title: "→ back", unit: "ms", aim: 1, behind: "Never said." },
  ],
  run: () => Promise.resolve({}),
};

const report: Report = {
  date: "2026-01-01",
  machine: { processor: "Any", processors: 2, memoryBytes: 24e9, system: "Linux 6", load: 0.25 },
  versions: { ours: "opampsupervisor 1", go: "Go supervisor v1", collector: "otelcol 1", bun: "Bun 1" },
  rounds: 1,
  results: [
    { scenario: "sample", measure: "slow", ours: [30], go: [20] },
    { scenario: "sample", measure: "quick", ours: [10], go: [20] },
  ],
  failures: [],
};

test("the page names day, machine and versions, and has each figure with its ratio", () => {
  const { "bench.md": page = "" } = benchPage(report, compare(report, [scenario]));
  expect(page).toContain("2026-01-01");
  expect(page).toContain("2 × Any, 24 GB");
  expect(page).toContain("Go supervisor v1, built from its module");
  expect(page).toMatch(/\| Sample → there \| 30 ms \| +\| 20 ms \| +\| 1\.50 +\| ≤ 1\.00 \| no +\|/);
});

test("the page says where ours is behind and why, and nothing of where it is not", () => {
  const { "bench.md": page = "" } = benchPage(report, compare(report, [scenario]));
  expect(page).toContain("- **Sample → there** (30 ms against 20 ms, 1.50 times). It does more.");
  expect(page).not.toContain("Never said.");
});

test("the page shows the pictures that come with it", () => {
  const files = benchPage(report, compare(report, [scenario]));
  expect(Object.keys(files)).toEqual(["bench.md", "bench-times.svg"]);
  expect(files["bench.md"]).toContain("(bench-times.svg)");
});

test("turns that gave no figure are told", () => {
  const failed = { ...report, failures: ["sample, ours, round 1: it broke"] };
  expect(benchPage(failed, compare(failed, [scenario]))["bench.md"]).toContain("- sample, ours, round 1: it broke");
});
