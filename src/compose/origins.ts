import { pathText, whereText } from "./refusal.ts";
import type { ConfigNode, MappingNode } from "./tree.ts";

/** Where the parts of a configuration come from: `exporters::otlp` → `remote file "a", line 3`. */
export type Origins = ReadonlyMap<string, string>;

/** More parts than this are not listed one by one. */
const mostParts = 2_000;
/** Levels that are listed in any case: components and pipelines. */
const levelsInAnyCase = 3;

/** The origin of every part, or of components and pipelines alone where there are very many. */
export function originsOf(tree: MappingNode): Origins {
  const all = collect(tree, Number.POSITIVE_INFINITY, mostParts);
  return all.size > mostParts ? collect(tree, levelsInAnyCase, Number.POSITIVE_INFINITY) : all;
}

function collect(tree: MappingNode, levels: number, enough: number): Map<string, string> {
  const origins = new Map<string, string>();
  const visit = (node: ConfigNode, path: readonly string[]): void => {
    if (node.kind !== "mapping" || path.length === levels || origins.size > enough) return;
    for (const [key, entry] of node.entries) {
      const below = [...path, key];
      const named = entry.key.source.kind === "supervisor" ? entry.value : entry.key;
      if (named.source.kind !== "supervisor") origins.set(pathText(below), whereText(named));
      visit(entry.value, below);
    }
  };
  visit(tree, []);
  return origins;
}
