import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
} from "yaml";

import type { ReadingCode } from "./problem.ts";
import type { KeyPath, MappingEntry, Place, TreeNode } from "./tree.ts";

/** Aliases can make a small text as large as they like; no configuration comes near this. */
const maxNodes = 10_000;

export interface TreeFault {
  code: ReadingCode;
  place: Place;
  path: KeyPath;
  message: string;
  /** The value at `path` could not be read, so that other faults at or under it are only consequences. */
  spoilt: boolean;
  /** See `Problem`. */
  value?: string;
  meant?: string;
}

export interface ReadTreeResult {
  /** `undefined` where there is only white space and comments, and after a syntax error. */
  root: TreeNode | undefined;
  faults: TreeFault[];
}

export interface ReadTreeOptions {
  text: string;
  /** For text that came out of `${…}`: stands for the place of every node in it. Default: the places in `text`. */
  place?: Place;
}

/**
 * Reads one YAML 1.2 document, merge keys (`<<`) included. Syntax errors and a second document are returned alone;
 * otherwise every duplicate key and bad alias is, and the tree holds the first of equal keys.
 */
export function readTree(options: ReadTreeOptions): ReadTreeResult {
  const lines = new LineCounter();
  const placeAt = (offset: number): Place => {
    if (options.place !== undefined) return options.place;
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const documents = parseAllDocuments(options.text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const [document, second] = documents;
  if (document === undefined || !("contents" in document)) return { root: undefined, faults: [] };
  const faults: TreeFault[] = [];
  const refuse = (offset: number, message: string): void => {
    faults.push({ code: "CONFIG_SYNTAX", place: placeAt(offset), path: [], message, spoilt: true });
  };
  for (const parsed of documents) {
    for (const { pos, message } of [...parsed.errors, ...parsed.warnings]) refuse(pos[0], `not valid YAML: ${message}`);
  }
  if (faults.length === 0 && second !== undefined) {
    refuse(second.range[0], "a second document begins here; only one is allowed");
  }
  if (faults.length > 0) return { root: undefined, faults };
  const reader = new NodeReader(document, placeAt, options.place === undefined ? undefined : { text: undefined });
  const root = reader.read(document.contents, [], placeAt(document.range[0]));
  const empty = root.kind === "scalar" && root.value === null && root.source === "";
  return { root: empty ? undefined : root, faults: reader.faults };
}

class NodeReader {
  readonly faults: TreeFault[] = [];
  readonly #document: Document.Parsed;
  readonly #placeAt: (offset: number) => Place;
  readonly #expansion: TreeNode["expansion"];
  readonly #open = new Set<Node>();
  #nodes = 0;

  constructor(document: Document.Parsed, placeAt: (offset: number) => Place, expansion: TreeNode["expansion"]) {
    this.#document = document;
    this.#placeAt = placeAt;
    this.#expansion = expansion;
  }

  /** `emptyPlace` is where a value that is not written at all is said to stand. */
  read(node: Node | null | undefined, path: KeyPath, emptyPlace: Place): TreeNode {
    const nothing: TreeNode = {
      kind: "scalar",
      value: null,
      source: "",
      place: emptyPlace,
      expansion: this.#expansion,
    };
    if (node === null || node === undefined) return nothing;
    if (++this.#nodes > maxNodes) {
      const message = `more than ${maxNodes} values (aliases count each time)`;
      if (this.#nodes === maxNodes + 1) this.#fault(emptyPlace, path, message);
      return nothing;
    }
    const place =
      isScalar(node) && node.value === null && node.source === "" ? emptyPlace : this.#placeAt(node.range?.[0] ?? 0);
    if (isAlias(node)) {
      const target = node.resolve(this.#document);
      if (target !== undefined && !this.#open.has(target)) return { ...this.read(target, path, place), place };
      const reason = target === undefined ? "has no anchor before it" : "refers to a value that it is part of";
      this.#fault(place, path, `alias *${node.source} ${reason}`);
      return nothing;
    }
    this.#open.add(node);
    const tree = this.#readResolved(node, path, place);
    this.#open.delete(node);
    return tree;
  }

  #readResolved(node: Node, path: KeyPath, place: Place): TreeNode {
    const expansion = this.#expansion;
    if (isMap(node)) return { kind: "mapping", entries: this.#entries(node.items, path), place, expansion };
    if (isSeq(node)) {
      const items = node.items.map((item, index) => this.read(asNode(item), [...path, index], place));
      return { kind: "list", items, place, expansion };
    }
    const raw = isScalar(node) ? node.value : null;
    const source = (isScalar(node) ? node.source : undefined) ?? "";
    const known = typeof raw === "string" || typeof raw === "number" || typeof raw === "boolean" || raw === null;
    return { kind: "scalar", value: known ? raw : source, source, place, expansion };
  }

  #entries(pairs: readonly Pair[], path: KeyPath): MappingEntry[] {
    const entries = new Map<string, MappingEntry>();
    const merged: MappingEntry[] = [];
    for (const pair of pairs) {
      const keyNode = asNode(pair.key);
      const keyPlace = this.#placeAt(keyNode?.range?.[0] ?? 0);
      if (!isScalar(keyNode)) {
        this.#fault(keyPlace, path, "a key must be plain text", false);
        continue;
      }
      const key = typeof keyNode.value === "string" ? keyNode.value : (keyNode.source ?? "");
      if (key === "<<" && keyNode.type === "PLAIN") {
        merged.push(...this.#merged(asNode(pair.value), path, keyPlace));
        continue;
      }
      const first = entries.get(key);
      const value = this.read(asNode(pair.value), [...path, key], keyPlace);
      if (first === undefined) {
        entries.set(key, { key, keyPlace, value });
      } else {
        const message = `mapping key ${JSON.stringify(key)} already defined at line ${first.keyPlace.line}`;
        this.#fault(keyPlace, [...path, key], message, false);
      }
    }
    for (const entry of merged) if (!entries.has(entry.key)) entries.set(entry.key, entry);
    return [...entries.values()];
  }

  /** What `<<` brings in: of one mapping, or of several, the first of which wins (YAML 1.1 merge type). */
  #merged(node: Node | undefined, path: KeyPath, keyPlace: Place): MappingEntry[] {
    const tree = this.read(node, path, keyPlace);
    const sources = tree.kind === "list" ? tree.items : [tree];
    return sources.flatMap((source) => {
      if (source.kind === "mapping") return source.entries;
      this.#fault(keyPlace, path, "`<<` needs a mapping or a list of mappings");
      return [];
    });
  }

  #fault(place: Place, path: KeyPath, message: string, spoilt = true): void {
    this.faults.push({ code: "CONFIG_SYNTAX", place, path, message, spoilt });
  }
}

function asNode(value: unknown): Node | undefined {
  return isMap(value) || isSeq(value) || isScalar(value) || isAlias(value) ? value : undefined;
}
