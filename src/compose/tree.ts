/**
 * A configuration as a tree of immutable nodes; merged trees share what they have in common.
 *
 * Scalars keep the text and the style of their source instead of a JavaScript value, so that `0644`, `1_000`, `1e3` or
 * an integer beyond 2^53 reaches the Collector as it was written. Mappings are `Map`s, so that `__proto__` is a key
 * like any other.
 */
export type ConfigNode = ScalarNode | ListNode | MappingNode;

/** The text that nodes come from. One object for each text: nodes of one source share it. */
export interface Source {
  readonly kind: "local" | "remote" | "supervisor";
  /** For people: `local file a.yaml`, `remote file "a"`, `the supervisor`. */
  readonly name: string;
  /** Remote content may not change what comes from here. */
  readonly locked?: boolean;
  /** An offer of connection settings: what comes from it may be secret. */
  readonly offered?: boolean;
  /** What comes from here is what the Collector reads for a reference, which stands at this place. It may be secret. */
  readonly reference?: { readonly path: readonly string[]; readonly node: ScalarNode };
  /** Line and column, from 1, of an offset. */
  place(offset: number): Place | undefined;
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

interface Placed {
  readonly source: Source;
  /** UTF-16 code units from the start of the source's text; no meaning for what the supervisor makes. */
  readonly offset: number;
}

export interface ScalarNode extends Placed {
  readonly kind: "scalar";
  readonly text: string;
  /** `plain`: the Collector's parser decides by the text whether it is a number, a boolean, null or a string. */
  readonly style: "plain" | "quoted";
  /** One of the tags that change how the Collector's parser reads a scalar. */
  readonly tag?: ScalarTag;
}

export type ScalarTag = "!!binary" | "!!bool" | "!!float" | "!!int" | "!!null" | "!!timestamp";

export interface ListNode extends Placed {
  readonly kind: "list";
  readonly items: readonly ConfigNode[];
}

export interface MappingNode extends Placed {
  readonly kind: "mapping";
  /** By the text of the key. */
  readonly entries: ReadonlyMap<string, Entry>;
}

export interface Entry {
  readonly key: ScalarNode;
  readonly value: ConfigNode;
  /** What stood here before a later layer put `value` in its place. */
  readonly replaced?: Entry;
}

/** What the supervisor adds by itself. */
export const supervisor: Source = { kind: "supervisor", name: "the supervisor", place: () => undefined };

const generated: Placed = { source: supervisor, offset: -1 };

export const nothing: ScalarNode = { kind: "scalar", text: "", style: "plain", ...generated };

/**
 * A string of which the Collector sees exactly these characters: it expands `${…}` in values and reads `$$` as `$`
 * (confmap), so each `$` is doubled.
 */
export function data(value: string): ScalarNode {
  return { kind: "scalar", text: value.replaceAll("$", "$$$$"), style: "quoted", ...generated };
}

/** A number, a boolean or a word that means itself. */
export function plain(value: number | boolean | string): ScalarNode {
  return { kind: "scalar", text: String(value), style: "plain", ...generated };
}

export function list(...items: readonly ConfigNode[]): ListNode {
  return { kind: "list", items, ...generated };
}

/** Keys are taken as they are: the Collector expands nothing in them. */
export function mapping(pairs: Iterable<readonly [key: string, value: ConfigNode]> = []): MappingNode {
  const entries = new Map<string, Entry>();
  for (const [key, value] of pairs) entries.set(key, { key: keyOf(key), value });
  return { kind: "mapping", entries, ...generated };
}

function keyOf(text: string): ScalarNode {
  return { kind: "scalar", text, style: "quoted", ...generated };
}

/** The same nodes as coming from `source`, but for those that have a source of their own. */
export function from<Node extends ConfigNode>(source: Source, node: Node): Node {
  if (node.source !== supervisor) return node;
  const inner = (child: ConfigNode): ConfigNode => from(source, child);
  if (node.kind === "list") return { ...node, source, items: node.items.map(inner) };
  if (node.kind !== "mapping") return { ...node, source };
  const entries = [...node.entries].map(([key, { value }]) => [key, { key: keyOf(key), value: inner(value) }] as const);
  return { ...node, source, entries: new Map(entries) };
}

/** Whether the Collector's parser (yaml.v3) reads null. */
export function isNull(node: ConfigNode): boolean {
  return (
    node.kind === "scalar" &&
    (node.tag === "!!null" || (node.tag === undefined && node.style === "plain" && nullTexts.has(node.text)))
  );
}

const nullTexts: ReadonlySet<string> = new Set(["", "~", "null", "Null", "NULL"]);

/** The node under `path`; `undefined` where there is none. */
export function at(node: ConfigNode, path: readonly string[]): ConfigNode | undefined {
  let current: ConfigNode | undefined = node;
  for (const key of path) {
    if (current?.kind !== "mapping") return undefined;
    current = current.entries.get(key)?.value;
  }
  return current;
}

/** The node under `path`, or the last one on the way there. */
export function nearest(node: ConfigNode, path: readonly string[]): ConfigNode {
  let current = node;
  for (const key of path) {
    const next = current.kind === "mapping" ? current.entries.get(key)?.value : undefined;
    if (next === undefined) return current;
    current = next;
  }
  return current;
}

/** The same tree with `value` under `path`; what stands in the way and is no mapping gives way to one. */
export function withValue(root: MappingNode, path: readonly [string, ...string[]], value: ConfigNode): MappingNode {
  const [key, ...rest] = path;
  const old = root.entries.get(key);
  const entries = new Map(root.entries);
  entries.set(key, { key: old?.key ?? keyOf(key), value: inside(old?.value, rest, value) });
  return { ...root, entries };
}

function inside(old: ConfigNode | undefined, [key, ...rest]: readonly string[], value: ConfigNode): ConfigNode {
  if (key === undefined) return value;
  return withValue(old?.kind === "mapping" ? old : mapping(), [key, ...rest], value);
}
