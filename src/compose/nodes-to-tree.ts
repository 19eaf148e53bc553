import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { Pair, ParsedNode, YAMLMap } from "yaml";

import { binaryTag, decodeBinary } from "./binary-scalar.ts";
import type { Fault } from "./fault.ts";
import { nothing } from "./tree.ts";
import type { ConfigNode, Entry, ScalarNode, ScalarTag, Source } from "./tree.ts";

/** Limits against texts that are small to write and large to hold. */
export const readingLimits = {
  /** Levels of nesting; a Collector's configuration has some ten. */
  depth: 100,
  /** What aliases add in all, in characters of scalars and `sizeOfNode` for each node. */
  aliasedSize: 10 * 1024 * 1024,
} as const;

const sizeOfNode = 32;

/**
 * The nodes of the `yaml` package (failsafe schema) as a tree without aliases and merge keys, resolved as yaml.v3 does:
 * `<<` counts only when plain, a mapping's own keys win over merged ones, earlier merged mappings over later ones.
 */
export function nodesToTree(root: ParsedNode, source: Source, text: string): { tree: ConfigNode } | { fault: Fault } {
  const conversion = new Conversion(source, text);
  const tree = conversion.convert(root, 0);
  return conversion.fault === undefined ? { tree } : { fault: conversion.fault };
}

interface Anchored {
  tree: ConfigNode;
  size: number;
  /** Levels below the node itself. */
  height: number;
}

/** The first fault is kept, and what follows it is not looked at. */
class Conversion {
  fault: Fault | undefined;
  readonly #source: Source;
  readonly #text: string;
  readonly #anchors = new Map<string, Anchored | "open">();
  #size = 0;
  #aliasedSize = 0;
  #deepest = 0;

  constructor(source: Source, text: string) {
    this.#source = source;
    this.#text = text;
  }

  convert(node: unknown, depth: number): ConfigNode {
    if (this.fault !== undefined || node === null || node === undefined) return nothing;
    if (isAlias(node)) return this.#alias(node.source, offsetOf(node), depth);
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) return nothing;
    if (depth > readingLimits.depth) return this.#failDepth(offsetOf(node));

    const { anchor } = node;
    const sizeBefore = this.#size;
    const deepestBefore = this.#deepest;
    if (anchor !== undefined) this.#anchors.set(anchor, "open");
    this.#size += sizeOfNode;
    this.#deepest = depth;
    const tree = isScalar(node)
      ? this.#scalar(node)
      : isMap(node)
        ? this.#mapping(node, depth)
        : this.#list(node, depth);
    if (anchor !== undefined) {
      this.#anchors.set(anchor, { tree, size: this.#size - sizeBefore, height: this.#deepest - depth });
    }
    this.#deepest = Math.max(deepestBefore, this.#deepest);
    return tree;
  }

  #fail(offset: number, message: string): ConfigNode {
    this.fault ??= { offset, message };
    return nothing;
  }

  #failDepth(offset: number): ConfigNode {
    return this.#fail(offset, `nested more than ${readingLimits.depth} levels deep`);
  }

  #alias(name: string, offset: number, depth: number): ConfigNode {
    const anchored = this.#anchors.get(name);
    if (anchored === undefined) return this.#fail(offset, unknownAnchor);
    if (anchored === "open") return this.#fail(offset, "the value of an anchor contains itself");
    this.#size += anchored.size;
    this.#aliasedSize += anchored.size;
    this.#deepest = Math.max(this.#deepest, depth + anchored.height);
    if (this.#deepest > readingLimits.depth) return this.#failDepth(offset);
    if (this.#aliasedSize > readingLimits.aliasedSize) return this.#fail(offset, "excessive aliasing");
    return anchored.tree;
  }

  #scalar(node: { value: unknown; type?: string; tag?: string; range?: unknown }): ScalarNode {
    const escape = node.type === "QUOTE_DOUBLE" ? unknownEscape(this.#text, node.range) : undefined;
    if (escape !== undefined) this.#fail(offsetOf(node), `unknown escape character "${escape}"`);
    if (node.type === "PLAIN" && lineSeparator.test(String(node.value))) {
      this.#fail(offsetOf(node), "a line separator (U+2028, U+2029) needs quotes around it");
    }
    const text = typeof node.value === "string" ? node.value : "";
    this.#size += text.length;
    if (node.tag === binaryTag) return this.#binary(node, text);
    const isPlain = node.type === undefined || node.type === "PLAIN";
    const isMerge = node.tag === mergeTag && text === "<<";
    const tag = node.tag === undefined ? undefined : scalarTags.get(node.tag);
    const style =
      isPlain && (node.tag === undefined || node.tag === "!" || tag !== undefined || isMerge) ? "plain" : "quoted";
    return { kind: "scalar", text, style, ...(tag !== undefined && { tag }), ...this.#placed(node) };
  }

  /** What the Collector decodes may be a name, an address or a reference: it has to be seen as that by all that follows. */
  #binary(node: { range?: unknown }, written: string): ScalarNode {
    const placed = this.#placed(node);
    const decoded = decodeBinary(written);
    if (decoded.kind === "text") return { kind: "scalar", text: decoded.text, style: "quoted", ...placed };
    if (decoded.kind === "fault") this.#fail(placed.offset, decoded.message);
    return { kind: "scalar", text: written, style: "quoted", tag: "!!binary", ...placed };
  }

  #list(node: { items: unknown[]; range?: unknown }, depth: number): ConfigNode {
    return { kind: "list", items: node.items.map((item) => this.convert(item, depth + 1)), ...this.#placed(node) };
  }

  #mapping(node: YAMLMap<unknown, unknown>, depth: number): ConfigNode {
    const entries = new Map<string, Entry>();
    const offsets = new Map<string, number>();
    let merged: { node: unknown } | undefined;
    for (const pair of node.items) {
      const key = this.#key(pair, node, depth);
      if (key === undefined) return nothing;
      const first = offsets.get(key.text);
      if (first !== undefined) {
        return this.#fail(
          key.offset,
          `mapping key "${key.text}" already defined at line ${this.#source.place(first)?.line}`,
        );
      }
      offsets.set(key.text, key.offset);
      if (isMergeKey(key)) merged = { node: pair.value };
      else entries.set(key.text, { key, value: this.convert(pair.value, depth + 1) });
    }
    if (merged !== undefined) this.#mergeInto(entries, merged.node, offsetOf(node), depth);
    return { kind: "mapping", entries, ...this.#placed(node) };
  }

  #placed(node: { range?: unknown }): { source: Source; offset: number } {
    return { source: this.#source, offset: offsetOf(node) };
  }

  #key(pair: Pair<unknown, unknown>, parent: YAMLMap<unknown, unknown>, depth: number): ScalarNode | undefined {
    const key = this.convert(pair.key, depth + 1);
    if (this.fault !== undefined) return undefined;
    if (parent.flow === true && isAbsent(pair.key)) {
      this.#fail(offsetOf(parent), "a key is missing in brackets");
      return undefined;
    }
    if (key.kind === "scalar") return key;
    this.#fail(key.offset < 0 ? offsetOf(parent) : key.offset, "a key must be a single value");
    return undefined;
  }

  #mergeInto(entries: Map<string, Entry>, source: unknown, offset: number, depth: number): void {
    const parts = isSeq(source) ? source.items : [source];
    for (const part of parts) {
      const tree = this.convert(part, depth + 1);
      if (this.fault !== undefined) return;
      if (tree.kind !== "mapping") {
        this.#fail(tree.offset < 0 ? offset : tree.offset, "a merge key takes a mapping or a list of mappings");
        return;
      }
      for (const [text, entry] of tree.entries) if (!entries.has(text)) entries.set(text, entry);
    }
  }
}

/** Without the name: a password may begin with `*` too. */
const unknownAnchor = "unknown anchor; a text that begins with * needs quotes";

/** Nothing at all, not even a tag. */
function isAbsent(node: unknown): boolean {
  if (node === null || node === undefined) return true;
  return isScalar(node) && node.source === "" && node.type === "PLAIN" && node.tag === undefined;
}

function isMergeKey(key: ScalarNode): boolean {
  return key.text === "<<" && key.style === "plain" && key.tag === undefined;
}

const lineSeparator = /[\u2028\u2029]/;

/** YAML 1.2 has `\\/`, the Collector's parser does not know it, and it takes no half of a surrogate pair. */
function unknownEscape(text: string, range: unknown): string | undefined {
  const bounds: readonly unknown[] = Array.isArray(range) ? range : [];
  const [start, end] = bounds;
  if (typeof start !== "number" || typeof end !== "number") return undefined;
  const written = text.slice(start, end);
  if (!written.includes("\\")) return undefined;
  return /(?<!\\)(?:\\\\)*(\\\/|\\u[dD][89a-fA-F]..)/.exec(written)?.[1];
}

function offsetOf(node: { range?: unknown }): number {
  const start: unknown = Array.isArray(node.range) ? node.range[0] : undefined;
  return typeof start === "number" ? start : 0;
}

const mergeTag = "tag:yaml.org,2002:merge";

/** yaml.v3 takes no notice of `!` and reads a scalar with any other tag as a string. */
const scalarTags: ReadonlyMap<string, ScalarTag> = new Map<string, ScalarTag>([
  ["tag:yaml.org,2002:bool", "!!bool"],
  ["tag:yaml.org,2002:float", "!!float"],
  ["tag:yaml.org,2002:int", "!!int"],
  ["tag:yaml.org,2002:null", "!!null"],
  ["tag:yaml.org,2002:timestamp", "!!timestamp"],
]);
