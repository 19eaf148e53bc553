import type { Fault } from "./fault.ts";
import { readingLimits } from "./nodes-to-tree.ts";
import type { ConfigNode, Entry, MappingNode, ScalarNode } from "./tree.ts";

/** Separates the steps of a path inside one key. */
const delimiter = "::";

/**
 * Keys such as `service::telemetry` as the nested mappings that the Collector makes of them (confmap, in every mapping
 * that is not inside a list). Left as they are, they would reach into what other layers and the supervisor itself set,
 * past every rule of merging. A path that is set twice is refused: which one wins is random in the Collector.
 */
export function expandPaths(root: MappingNode): { tree: MappingNode } | { fault: Fault } {
  const found: { fault?: Fault } = {};
  const tree = hasPath(root) ? expand(root, 0, found) : root;
  return found.fault === undefined ? { tree } : { fault: found.fault };
}

function hasPath(node: ConfigNode): boolean {
  if (node.kind !== "mapping") return false;
  for (const [key, { value }] of node.entries) if (key.includes(delimiter) || hasPath(value)) return true;
  return false;
}

function expand(node: MappingNode, depth: number, found: { fault?: Fault }): MappingNode {
  const entries = new Map<string, Entry>();
  for (const { key, value } of node.entries.values()) {
    const [first = "", ...rest] = key.text.split(delimiter);
    const below = depth + 1 + rest.length;
    if (below > readingLimits.depth) {
      found.fault ??= { offset: key.offset, message: `nested more than ${readingLimits.depth} levels deep` };
      return node;
    }
    const inner = value.kind === "mapping" ? expand(value, below, found) : value;
    const nested = rest.reduceRight<ConfigNode>((child, step) => wrap(step, child, key), inner);
    put(entries, { key: rest.length === 0 ? key : { ...key, text: first, style: "quoted" }, value: nested }, found);
  }
  return { ...node, entries };
}

function wrap(step: string, value: ConfigNode, { source, offset }: ScalarNode): MappingNode {
  const key: ScalarNode = { kind: "scalar", text: step, style: "quoted", source, offset };
  return { kind: "mapping", entries: new Map([[step, { key, value }]]), source, offset };
}

function put(entries: Map<string, Entry>, entry: Entry, found: { fault?: Fault }): void {
  const old = entries.get(entry.key.text);
  if (old === undefined) {
    entries.set(entry.key.text, entry);
  } else if (old.value.kind === "mapping" && entry.value.kind === "mapping") {
    const both = new Map(old.value.entries);
    for (const inner of entry.value.entries.values()) put(both, inner, found);
    entries.set(entry.key.text, { key: old.key, value: { ...old.value, entries: both } });
  } else {
    found.fault ??= { offset: entry.key.offset, message: `mapping key "${entry.key.text}" already defined` };
  }
}
