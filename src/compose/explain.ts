import { withoutUserInfo } from "../config/secrets.ts";
import { nestedReferences, references } from "./references.ts";
import type { Reference } from "./references.ts";
import { isSecretPath } from "./refusal.ts";
import type { Removal } from "./removals.ts";
import type { ConfigNode, Entry, MappingNode, Source } from "./tree.ts";

/** One leaf of a configuration and where it comes from. */
export interface Explained {
  /** Keys, down to a scalar, a list, or a mapping without keys. */
  path: readonly string[];
  /** As YAML in flow style; secrets are hidden. */
  value: string;
  origin: Origin;
  /** What earlier layers had put there, the last one first. */
  overrode: { value: string; origin: Origin }[];
  /** Taken out again, by `agent.merge.remove` or as a pipeline that is null. */
  removed: boolean;
}

export interface Origin {
  kind: Source["kind"];
  /** `local file a.yaml`, `remote file "a"`, `the supervisor`. */
  layer: string;
  /** From 1; none for what the supervisor adds. */
  line?: number;
}

/**
 * Every leaf under one of `paths` (all, where none is given), in the order of the tree, and what was taken out.
 *
 * @param paths in steps
 */
export function explain(
  tree: MappingNode,
  removed: readonly Removal[] = [],
  paths: ReadonlyArray<readonly string[]> = [[]],
): Explained[] {
  const wanted = (path: readonly string[]) => paths.some((start) => start.every((step, index) => path[index] === step));
  const there = [...tree.entries].flatMap(([key, entry]) => leaves(entry, [key], false));
  const gone = removed.flatMap(({ path, entry }) => leaves(entry, path, true));
  return [...there, ...gone].filter(({ path }) => wanted(path));
}

function leaves(entry: Entry, path: readonly string[], removed: boolean): Explained[] {
  const { value } = entry;
  if (value.kind === "mapping" && value.entries.size > 0) {
    return [...value.entries].flatMap(([key, inner]) => leaves(inner, [...path, key], removed));
  }
  const overrode = [];
  for (let old = entry.replaced; old !== undefined; old = old.replaced) {
    overrode.push({ value: flow(old.value, path), origin: originOf(old.value) });
  }
  return [{ path, value: flow(value, path), origin: originOf(value), overrode, removed }];
}

function originOf({ source, offset }: ConfigNode): Origin {
  const place = source.place(offset);
  return { kind: source.kind, layer: source.name, ...(place && { line: place.line }) };
}

/** References are shown as they are written: they name a secret and do not hold it, unless there is a default in it. */
function flow(node: ConfigNode, path: readonly string[]): string {
  if (node.kind === "list") return `[${node.items.map((item) => flow(item, path)).join(", ")}]`;
  if (node.kind === "mapping") {
    const members = [...node.entries].map(([key, { value }]) => `${key}: ${flow(value, [...path, key])}`);
    return `{${members.join(", ")}}`;
  }
  if (isSecretPath(path) && node.text !== "" && !isBareReference(node.text)) return "(hidden)";
  const text = withoutUserInfo(node.text);
  return node.style === "plain" ? text || "null" : JSON.stringify(text);
}

function isBareReference(text: string): boolean {
  const [first] = references(text);
  if (first?.start !== 0 || first.end !== text.length) return false;
  const holdsNothing = ({ scheme, fallback }: Reference) => fallback === undefined && /^(?:env|file)$/.test(scheme);
  return nestedReferences(text).every(holdsNothing);
}
