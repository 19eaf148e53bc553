import type { Ending } from "../../collector/ending.ts";
import type { Origins } from "../../compose/origins.ts";
import { namedPlaces } from "./named-places.ts";

/**
 * One text for the server, the log and health: what happened, why, which layers have set what the Collector complains
 * of, and the last lines of its log.
 */
export function describeEnding(event: string, { how, statement, tail }: Ending, origins: Origins): string {
  const places = namedPlaces(statement, origins);
  const setBy = places.length === 0 ? "" : `\nSet by: ${places.join(", ")}`;
  const cause = statement === "" ? "" : `: ${statement}${setBy}`;
  const lines = tail === "" ? "" : `\nCollector log tail:\n${tail}`;
  return `${event}, ${how}${cause}${lines}`;
}
