import type { Result } from "../result/report.ts";
import type { Sample, Scenario } from "../scenarios/scenario.ts";
import type { RoundsOptions } from "./bench-command.ts";
import type { Contestant } from "./contestant.ts";
import type { Opponents } from "./opponents.ts";
import { Stage } from "./stage.ts";
import { takeTurns } from "./take-turns.ts";
import { within } from "./within.ts";

export interface RunScenarioOptions extends RoundsOptions<Scenario> {
  opponents: Opponents;
  /** Told of what is open, so that an interrupted run can close it. */
  opened(stage: Stage): void;
}

/** Longest time of one turn, milliseconds. */
const turnWithinMs = 150_000;

/** All rounds of one scenario with each supervisor. */
export function runScenario(options: RunScenarioOptions): Promise<Result[]> {
  const { scenario, opponents, rounds, failed } = options;
  const sides = opponents.go === undefined ? [opponents.ours] : [opponents.ours, opponents.go];
  return takeTurns({ scenario, sides, rounds, failed, turn: (side) => turn(side, options) });
}

async function turn(contestant: Contestant, options: RunScenarioOptions): Promise<Readonly<Record<string, Sample>>> {
  await using stage = new Stage(contestant, options.opponents.collector);
  options.opened(stage);
  return await within(turnWithinMs, "the end of the turn", options.scenario.run(stage));
}
