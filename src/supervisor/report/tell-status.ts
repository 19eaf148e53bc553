import { isDeepStrictEqual } from "node:util";

import { flowText } from "../apply/flow.ts";
import type { State } from "../mind/state.ts";
import type { Turn } from "../mind/turn.ts";
import { toldFacts } from "./told-health.ts";

/**
 * A server that takes the supervisor's own words hears how everything is with all that is news, and with what is due.
 * `before`: the state before the step.
 */
export function tellStatus(turn: Turn, before: State): void {
  if (turn.figuresDue || isNews(before, turn.state)) turn.effects.push({ do: "TellStatus" });
}

function isNews(before: State, now: State): boolean {
  if (before.tally !== now.tally || before.held !== now.held || findingsText(before) !== findingsText(now)) return true;
  if (before.reported.health === now.reported.health) return false;
  return !isDeepStrictEqual(toldFacts(before), toldFacts(now));
}

function findingsText({ flow }: State): string {
  return flowText(flow?.findings ?? []);
}
