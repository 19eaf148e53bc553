import type { MergeRules } from "./merge-rules.ts";
import { attributeName } from "./merge.ts";
import { contentOf, sameContent } from "./same-content.ts";
import type { ConfigNode, ListNode, MappingNode } from "./tree.ts";

/** Two layers that say different things of one path. */
export interface Clash {
  path: readonly string[];
  earlier: ConfigNode;
  later: ConfigNode;
}

/**
 * Where `later` changes what `earlier` says. Keys that only one of them has are no clash, and neither is what a rule
 * joins. `whole` says of a path that it counts as one thing, to which `later` may not even add.
 */
export function findClashes(
  rules: MergeRules,
  earlier: MappingNode,
  later: MappingNode,
  whole: (path: readonly string[]) => boolean = () => false,
): Clash[] {
  return inMappings({ rules, earlier, later, path: [], whole });
}

interface Pair<Node> {
  rules: MergeRules;
  earlier: Node;
  later: Node;
  path: readonly string[];
  whole: (path: readonly string[]) => boolean;
}

function inMappings({ rules, earlier, later, path, whole }: Pair<MappingNode>): Clash[] {
  return [...later.entries].flatMap(([key, entry]) => {
    const old = earlier.entries.get(key);
    if (old === undefined) return [];
    return inNodes({ rules: rules.under(key), earlier: old.value, later: entry.value, path: [...path, key], whole });
  });
}

function inNodes(pair: Pair<ConfigNode>): Clash[] {
  const { rules, earlier, later, path, whole } = pair;
  if (whole(path)) return repeats(earlier, later) ? [] : [{ path, earlier, later }];
  if (earlier.kind === "mapping" && later.kind === "mapping") return inMappings({ ...pair, earlier, later });
  if (earlier.kind === "list" && later.kind === "list" && rules.list !== undefined && rules.list !== "replace") {
    return rules.list === "by-name" ? inNamed(path, earlier, later) : [];
  }
  return sameContent(earlier, later) ? [] : [{ path, earlier, later }];
}

function inNamed(path: readonly string[], earlier: ListNode, later: ListNode): Clash[] {
  const known = new Map(earlier.items.map((item) => [attributeName(item), item]));
  return later.items.flatMap((item) => {
    const name = attributeName(item);
    const old = name === undefined ? undefined : known.get(name);
    if (name === undefined || old === undefined || sameContent(old, item)) return [];
    return [{ path: [...path, name], earlier: old, later: item }];
  });
}

/** Whether `later` says nothing that `earlier` does not say in the same place. */
function repeats(earlier: ConfigNode, later: ConfigNode): boolean {
  if (earlier.kind !== "mapping" || later.kind !== "mapping") return contentOf(earlier) === contentOf(later);
  return [...later.entries].every(([key, { value }]) => {
    const old = earlier.entries.get(key);
    return old !== undefined && repeats(old.value, value);
  });
}
