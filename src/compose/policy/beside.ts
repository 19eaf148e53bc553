import type { ConfigNode } from "../tree.ts";
import { isNull } from "../tree.ts";
import type { Read } from "./sources.ts";

/** What the Collector reads for the scalar that stands under `key` in the same mapping as a place; `undefined` where there is none, or only the Collector knows. */
export function textBeside(tree: ConfigNode, path: readonly string[], key: string, read: Read): string | undefined {
  const node = nodeAt(tree, [...path.slice(0, -1), key]);
  return node?.kind === "scalar" && !isNull(node) ? read(node.text) : undefined;
}

/** The node under a path whose steps are keys and, in lists, numbers from 0. */
export function nodeAt(tree: ConfigNode, path: readonly string[]): ConfigNode | undefined {
  let current: ConfigNode | undefined = tree;
  for (const step of path) {
    if (current?.kind === "mapping") current = current.entries.get(step)?.value;
    else current = current?.kind === "list" ? current.items[Number(step)] : undefined;
  }
  return current;
}
