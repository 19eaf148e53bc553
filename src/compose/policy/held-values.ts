import { LineCounter } from "yaml";

import { expandPaths } from "../expand-paths.ts";
import { nodesToTree } from "../nodes-to-tree.ts";
import { parseYaml } from "../parse-yaml.ts";
import { isMadeOfReferences } from "../references.ts";
import type { ConfigNode, Entry, MappingNode, ScalarNode } from "../tree.ts";
import type { PlacedScalar } from "../walk.ts";
import type { Read } from "./sources.ts";

/**
 * The tree as it is when references of remote content that stand for a whole value are replaced by what the Collector
 * reads for them (the same tree where there are none): it parses variables, and the default of one that is not set, as YAML, so that
 * `${env:X:-ca_file: /etc/shadow}` is a mapping. What comes in stands where the reference does.
 */
export function withHeldValues(tree: MappingNode, read: Read, path: readonly string[] = []): MappingNode {
  let entries: Map<string, Entry> | undefined;
  for (const [key, entry] of tree.entries) {
    const value = held(entry.value, read, [...path, key]);
    if (value === entry.value) continue;
    entries ??= new Map(tree.entries);
    entries.set(key, { ...entry, value });
  }
  return entries === undefined ? tree : { ...tree, entries };
}

/** Whether a scalar stands for a list in brackets, which is neither an address nor a file: its items are. */
export function holdsList(node: ScalarNode, read: Read): boolean {
  return /^\s*\[/.test(read(node.text) ?? "") && held(node, read, []).kind === "list";
}

function held(node: ConfigNode, read: Read, path: readonly string[]): ConfigNode {
  if (node.kind === "mapping") return withHeldValues(node, read, path);
  if (node.kind === "list") {
    const items = node.items.map((item, index) => held(item, read, [...path, `${index}`]));
    return items.every((item, index) => item === node.items[index]) ? node : { ...node, items };
  }
  const isWhole = node.source.kind === "remote" && isMadeOfReferences(node.text);
  return (isWhole ? parsed({ path, node }, read(node.text) ?? "") : undefined) ?? node;
}

function parsed({ path, node }: PlacedScalar, text: string): ConfigNode | undefined {
  const { documents, fault } = parseYaml(text, new LineCounter());
  const [first] = documents;
  if (fault !== undefined || !first?.contents || first.errors.length > 0) return undefined;
  const source = { ...node.source, reference: { path, node }, place: () => node.source.place(node.offset) };
  const converted = nodesToTree(first.contents, source, text);
  if ("fault" in converted) return undefined;
  if (converted.tree.kind !== "mapping") return converted.tree;
  const expanded = expandPaths(converted.tree);
  return "fault" in expanded ? undefined : expanded.tree;
}
