import type { Result } from "../result/report.ts";
import type { Sample, Scenario } from "../scenarios/scenario.ts";
import type { Contestant } from "./contestant.ts";
import type { Opponents } from "./opponents.ts";
import { Stage } from "./stage.ts";
import { within } from "./within.ts";

export interface RunScenarioOptions {
  scenario: Scenario;
  opponents: Opponents;
  rounds: number;
  /** Told of each turn that gave no sample. */
  failed(reason: string): void;
  /** Told of what is open, so that an interrupted run can close it. */
  opened(stage: Stage): void;
}

/** Longest time of one turn, milliseconds. */
const turnWithinMs = 90_000;

/** All rounds of one scenario; who begins changes from round to round. */
export async function runScenario(options: RunScenarioOptions): Promise<Result[]> {
  const { scenario, opponents, failed } = options;
  const rounds = Math.min(options.rounds, scenario.maxRounds ?? options.rounds);
  const contestants = opponents.go === undefined ? [opponents.ours] : [opponents.ours, opponents.go];
  const results = new Map(
    scenario.measures.map(({ key }): [string, Result] => [
      key,
      { scenario: scenario.name, measure: key, ours: [], go: [] },
    ]),
  );
  for (let round = 1; round <= rounds; round++) {
    for (const contestant of round % 2 === 1 ? contestants : contestants.toReversed()) {
      try {
        const samples = await turn(contestant, options);
        for (const [key, sample] of Object.entries(samples)) results.get(key)?.[contestant.name].push(sample);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        failed(`${scenario.name}, ${contestant.title}, round ${round}: ${why}`);
      }
    }
  }
  return [...results.values()];
}

async function turn(contestant: Contestant, options: RunScenarioOptions): Promise<Readonly<Record<string, Sample>>> {
  await using stage = new Stage(contestant, options.opponents.collector);
  options.opened(stage);
  return await within(turnWithinMs, "the end of the turn", options.scenario.run(stage));
}
