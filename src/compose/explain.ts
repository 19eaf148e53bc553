import { hidden, withoutUserInfo } from "../config/secrets.ts";
import type { Policy } from "./policy/policy.ts";
import { rulesOver } from "./policy/rules-over.ts";
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
  /** Keys of the supervisor's configuration that bound it, such as `agent.policy.listen`, kept or broken. */
  bounds: string[];
}

export interface ExplainOptions {
  /** What was taken out. Default: nothing. */
  removed?: readonly Removal[];
  /** In steps. Default: all. */
  paths?: ReadonlyArray<readonly string[]>;
  /** Default: nothing is bounded but by locked files. */
  policy?: Policy | undefined;
  /** The Collector's environment. Default: empty. */
  env?: Readonly<Record<string, string>>;
}

export interface Origin {
  kind: Source["kind"];
  /** `local file a.yaml`, `remote file "a"`, `the supervisor`. */
  layer: string;
  /** From 1; none for what the supervisor adds. */
  line?: number;
}

/** Every leaf under one of the paths, in the order of the tree, and what was taken out. */
export function explain(tree: MappingNode, options: ExplainOptions = {}): Explained[] {
  const { removed = [], paths = [[]], policy, env } = options;
  const wanted = (path: readonly string[]) => paths.some((start) => start.every((step, index) => path[index] === step));
  const there = [...tree.entries].flatMap(([key, entry]) => leaves(entry, [key]));
  const gone = removed.flatMap(({ path, entry }) => leaves(entry, path).map((leaf) => ({ ...leaf, removed: true })));
  return [...there, ...gone].flatMap(({ path, entry, removed: isGone = false }) => {
    if (!wanted(path)) return [];
    const rules = policy === undefined ? [] : rulesOver({ path, node: entry.value }, policy, env);
    return [explainLeaf({ path, entry, removed: isGone }, rules)];
  });
}

interface Leaf {
  path: readonly string[];
  entry: Entry;
  removed?: boolean;
}

function leaves(entry: Entry, path: readonly string[]): Leaf[] {
  const { value } = entry;
  if (value.kind !== "mapping" || value.entries.size === 0) return [{ path, entry }];
  return [...value.entries].flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

function explainLeaf({ path, entry, removed = false }: Leaf, rules: readonly string[]): Explained {
  const { value } = entry;
  const overrode = [];
  let isLocked = value.source.locked === true;
  for (let old = entry.replaced; old !== undefined; old = old.replaced) {
    isLocked ||= old.value.source.locked === true;
    overrode.push({ value: flow(old.value, path), origin: originOf(old.value) });
  }
  const bounds = [...(isLocked ? ["agent.locked_files"] : []), ...rules];
  return { path, value: flow(value, path), origin: originOf(value), overrode, removed, bounds };
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
  if (isSecretPath(path) && node.text !== "" && !isBareReference(node.text)) return hidden;
  const text = withoutUserInfo(node.text);
  return node.style === "plain" ? text || "null" : JSON.stringify(text);
}

function isBareReference(text: string): boolean {
  const [first] = references(text);
  if (first?.start !== 0 || first.end !== text.length) return false;
  const holdsNothing = ({ scheme, fallback }: Reference) => fallback === undefined && /^(?:env|file)$/.test(scheme);
  return nestedReferences(text).every(holdsNothing);
}
