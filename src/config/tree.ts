/** From 1; the column counts UTF-16 code units. */
export interface Place {
  line: number;
  column: number;
}

interface Common {
  place: Place;
  /**
   * Set where the value came out of `${…}`; such a value is never shown. `text` is what a whole value was read from,
   * which is what a string key takes (Collector: `confmap` keeps both).
   */
  expansion: { text: string | undefined } | undefined;
}

export interface ScalarNode extends Common {
  kind: "scalar";
  value: string | number | boolean | null;
  /** As written, without quotes. */
  source: string;
}

export interface ListNode extends Common {
  kind: "list";
  items: readonly TreeNode[];
}

export interface MappingEntry {
  key: string;
  keyPlace: Place;
  value: TreeNode;
}

export interface MappingNode extends Common {
  kind: "mapping";
  entries: readonly MappingEntry[];
}

/** A YAML value with the place where it stands. */
export type TreeNode = ScalarNode | ListNode | MappingNode;

export type KeyPath = ReadonlyArray<string | number>;

/** `agent::args[0]`. */
export function formatPath(path: KeyPath): string {
  let text = "";
  for (const part of path) {
    if (typeof part === "number") text += `[${part}]`;
    else text += text === "" ? part : `::${part}`;
  }
  return text;
}

export function childOf(node: TreeNode | undefined, part: string | number): TreeNode | undefined {
  if (node?.kind === "mapping") return node.entries.find((entry) => entry.key === part)?.value;
  if (node?.kind === "list" && typeof part === "number") return node.items[part];
  return undefined;
}

/** The node at `path`, `undefined` where there is none. */
export function nodeAt(root: TreeNode, path: KeyPath): TreeNode | undefined {
  let node: TreeNode | undefined = root;
  for (const part of path) node = childOf(node, part);
  return node;
}

/** The place of the node at `path`, or of the nearest mapping or list above it that is there. */
export function nearestPlace(root: TreeNode, path: KeyPath): Place {
  let node = root;
  for (const part of path) {
    const child = childOf(node, part);
    if (child === undefined) break;
    node = child;
  }
  return node.place;
}

/** Written without any value (`tls:`) or as `null`; not a reference that came to nothing. */
export function isUnset(node: TreeNode | undefined): boolean {
  return node === undefined || (node.kind === "scalar" && node.value === null && node.expansion?.text === undefined);
}
