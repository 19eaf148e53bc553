import { errorMessage } from "../../../src/runtime/error-message.ts";
import type { Result } from "../result/report.ts";
import type { Sample, ScenarioText } from "../scenarios/scenario.ts";
import type { RoundsOptions } from "./bench-command.ts";

export interface TakeTurnsOptions<Side> extends RoundsOptions<ScenarioText> {
  sides: readonly Side[];
  /** A sample by key of the measure. */
  turn(side: Side): Promise<Readonly<Record<string, Sample>>>;
}

/** All rounds of one scenario; who begins changes from round to round. */
export async function takeTurns<Side extends { name: "ours" | "go"; title: string }>(
  options: TakeTurnsOptions<Side>,
): Promise<Result[]> {
  const { scenario, sides, failed } = options;
  const rounds = Math.min(options.rounds, scenario.maxRounds ?? options.rounds);
  const results = new Map(
    scenario.measures.map(({ key }): [string, Result] => [
      key,
      { scenario: scenario.name, measure: key, ours: [], go: [] },
    ]),
  );
  for (let round = 1; round <= rounds; round++) {
    for (const side of round % 2 === 1 ? sides : sides.toReversed()) {
      try {
        const samples = await options.turn(side);
        for (const [key, sample] of Object.entries(samples)) results.get(key)?.[side.name].push(sample);
      } catch (error) {
        const why = errorMessage(error);
        failed(`${scenario.name}, ${side.title}, round ${round}: ${why}`);
      }
    }
  }
  return [...results.values()];
}
