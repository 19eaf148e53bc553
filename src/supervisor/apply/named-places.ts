import type { Origins } from "../../compose/origins.ts";
import { componentKinds } from "../../compose/policy/policy.ts";

const kinds = componentKinds.join("|");
/** The same in the singular. */
const kind = componentKinds.map((name) => name.slice(0, -1)).join("|");

/** The ways in which the Collector (v0.149.0) names a part of its configuration. */
const patterns: readonly { pattern: RegExp; path: (groups: string[]) => string[] }[] = [
  { pattern: new RegExp(`\\b((?:${kinds}|service)(?:::[^\\s:'",]+)+)`, "g"), path: ([path = ""]) => path.split("::") },
  {
    pattern: new RegExp(`'(${kinds})' unknown type: "[^"]*" for id: "([^"]+)"`, "g"),
    path: ([section = "", id = ""]) => [section, id],
  },
  {
    pattern: new RegExp(`'(${kinds})' error reading configuration for "([^"]+)"`, "g"),
    path: ([section = "", id = ""]) => [section, id],
  },
  { pattern: /'service\.pipelines' in "([^"]+)" id/g, path: ([id = ""]) => ["service", "pipelines", id] },
  {
    pattern: new RegExp(`(?:start|create|build) "([^"]+)" (${kind})\\b`, "g"),
    path: ([id = "", singular = ""]) => [`${singular}s`, id],
  },
];

/**
 * Which layers have set what the Collector complains of, such as `receivers::nosuch (remote file "a", line 2)`; each
 * part once, in the order in which it is named.
 */
export function namedPlaces(statement: string, origins: Origins): string[] {
  const named = patterns.flatMap(({ pattern, path }) =>
    [...statement.matchAll(pattern)].map((match) => ({ at: match.index, path: path(match.slice(1)) })),
  );
  const places = named.toSorted((one, other) => one.at - other.at).flatMap(({ path }) => nearest(path, origins) ?? []);
  return [...new Set(places)];
}

/** The part itself, or the smallest one around it that is known and is no whole section. */
function nearest(path: readonly string[], origins: Origins): string | undefined {
  for (let length = path.length; length >= 2; length -= 1) {
    const name = path.slice(0, length).join("::");
    const where = origins.get(name);
    if (where !== undefined) return `${name} (${where})`;
  }
  return undefined;
}
