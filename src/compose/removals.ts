import { pipelinesPath } from "./pipelines.ts";
import { isNull } from "./tree.ts";
import type { Entry, MappingNode } from "./tree.ts";

/** Something that a layer gave and that is not in the result. */
export interface Removal {
  path: readonly string[];
  entry: Entry;
}

export interface Pruned {
  tree: MappingNode;
  removed: Removal[];
}

/**
 * The tree without what stands at `paths`, given in steps, where `*` stands for any one key. A path that leads nowhere
 * changes nothing.
 */
export function without(tree: MappingNode, paths: ReadonlyArray<readonly string[]>): Pruned {
  return prune(tree, [], (path) => paths.some((wanted) => matches(wanted, path)), longest(paths));
}

/**
 * The tree without pipelines that are null. Null takes a pipeline of an earlier layer away: the Collector refuses such a
 * pipeline anyway, while everywhere else null is a value ("with defaults").
 */
export function withoutNullPipelines(tree: MappingNode): Pruned {
  const isPipeline = (path: readonly string[]) => matches([...pipelinesPath, "*"], path);
  return prune(tree, [], (path, entry) => isPipeline(path) && isNull(entry.value), 3);
}

function prune(
  tree: MappingNode,
  at: readonly string[],
  goes: (path: readonly string[], entry: Entry) => boolean,
  depth: number,
): Pruned {
  const removed: Removal[] = [];
  const entries = new Map<string, Entry>();
  for (const [key, entry] of tree.entries) {
    const path = [...at, key];
    if (goes(path, entry)) {
      removed.push({ path, entry });
    } else if (entry.value.kind === "mapping" && path.length < depth) {
      const below = prune(entry.value, path, goes, depth);
      removed.push(...below.removed);
      entries.set(key, below.removed.length === 0 ? entry : { ...entry, value: below.tree });
    } else {
      entries.set(key, entry);
    }
  }
  return removed.length === 0 ? { tree, removed } : { tree: { ...tree, entries }, removed };
}

/** Whether `path` is the one that `pattern` means. */
function matches(pattern: readonly string[], path: readonly string[]): boolean {
  return pattern.length === path.length && pattern.every((step, index) => step === "*" || step === path[index]);
}

function longest(paths: ReadonlyArray<readonly string[]>): number {
  return paths.reduce((most, { length }) => Math.max(most, length), 0);
}
