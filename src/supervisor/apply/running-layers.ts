import type { Origins } from "../../compose/origins.ts";

const known = new WeakMap<Origins, readonly string[]>();

/** The names of the layers that something of a configuration comes from, in the order in which they are first seen. */
export function layersOf(origins: Origins): readonly string[] {
  const found = known.get(origins);
  if (found !== undefined) return found;
  const names = [...new Set(origins.values().map((place) => place.replace(/, line \d+$/, "")))];
  known.set(origins, names);
  return names;
}
