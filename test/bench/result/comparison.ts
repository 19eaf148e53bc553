import type { Measure, ScenarioText } from "../scenarios/scenario.ts";
import type { Report } from "./report.ts";
import { summarise, type Summary } from "./statistics.ts";

/** One measure of a run with both sides. */
export interface Comparison {
  scenario: ScenarioText;
  measure: Measure;
  ours: Summary | undefined;
  go: Summary | undefined;
  /** Ours to the Go supervisor's; `undefined` where one is missing or the Go figure is 0. */
  ratio: number | undefined;
  /** Whether the aim is met; `undefined` without an aim or a ratio. */
  met: boolean | undefined;
}

/** What `report` says of each measure of `scenarios` that it holds, in their order. */
export function compare(report: Report, scenarios: readonly ScenarioText[]): Comparison[] {
  return scenarios.flatMap((scenario) =>
    scenario.measures.flatMap((measure) => {
      const result = report.results.find((each) => each.scenario === scenario.name && each.measure === measure.key);
      if (result === undefined) return [];
      const ours = summarise(result.ours);
      const go = summarise(result.go);
      const ratio = ratioOf(ours, go);
      const met = ratio === undefined || measure.aim === undefined ? undefined : meets(measure, ratio, measure.aim);
      return [{ scenario, measure, ours, go, ratio, met }];
    }),
  );
}

function meets({ better = "less" }: Measure, ratio: number, aim: number): boolean {
  return better === "less" ? ratio <= aim : ratio >= aim;
}

/** Beyond the aim, or worse than the Go figure where there is no aim. */
export function isBehind({ measure, ours, go, met }: Comparison): boolean {
  if (measure.aim !== undefined && met !== undefined) return !met;
  if (ours === undefined || go === undefined) return false;
  return measure.better === "more" ? ours.median < go.median : ours.median > go.median;
}

function ratioOf(ours: Summary | undefined, go: Summary | undefined): number | undefined {
  if (ours === undefined || go === undefined) return undefined;
  if (go.median === 0) return ours.median === 0 ? 1 : undefined;
  return ours.median / go.median;
}
