import { hmacSha256 } from "../runtime/sha256.ts";
import { print } from "./print.ts";
import { readLayer } from "./read-layer.ts";
import { mapping, plain } from "./tree.ts";
import type { ConfigNode, Entry, ScalarNode } from "./tree.ts";

/** What is hidden in a configuration that the Collector reports. */
export interface Secrets {
  /** Everything at these paths and below. */
  paths: ReadonlyArray<readonly string[]>;
  /** Every value that holds one of these, if it is long enough to be told from ordinary words. */
  values: readonly string[];
}

export interface RedactOptions extends Secrets {
  text: string;
  /** Of the hashes that stand for secrets. */
  key: Uint8Array;
}

/** Shorter texts are too common. */
const shortestSecret = 6;

/**
 * A reported configuration with a keyed hash in the place of each secret: the structure stays, and a change shows. Text
 * that is no configuration is not shown at all where there is something to hide.
 */
export function redact({ text, paths, values, key }: RedactOptions): string {
  const hidden = values.filter(({ length }) => length >= shortestSecret);
  if (paths.length === 0 && hidden.length === 0) return text;
  const reading = readLayer({ kind: "local", name: "the reported configuration" }, text);
  if (!reading.read) return print(mapping([["hidden", plain("the-configuration-could-not-be-read")]]));
  const places = placesOf(paths);
  const found = { any: false };
  const hash = (node: ScalarNode): ScalarNode => {
    found.any = true;
    const digest = hmacSha256(key, node.text).slice(0, 12);
    return { kind: "scalar", text: `[SECRET ${digest}]`, style: "quoted", source: node.source, offset: node.offset };
  };
  const visit = (node: ConfigNode, place: Places | undefined): ConfigNode => {
    if (node.kind === "scalar") {
      const isSecret = place?.end === true || hidden.some((value) => node.text.includes(value));
      return isSecret && !isHiddenAlready(node) ? hash(node) : node;
    }
    if (node.kind === "list") {
      return { ...node, items: node.items.map((item, index) => visit(item, below(place, `${index}`))) };
    }
    const entries = new Map<string, Entry>();
    for (const [name, { key: keyNode, value }] of node.entries) {
      entries.set(name, { key: keyNode, value: visit(value, below(place, name)) });
    }
    return { ...node, entries };
  };
  const shown = visit(reading.tree, places);
  return found.any && shown.kind === "mapping" ? print(shown) : text;
}

/** Nothing, or what the Collector itself has put in the place of a secret. */
function isHiddenAlready({ text }: ScalarNode): boolean {
  return text === "" || text === "[REDACTED]";
}

interface Places {
  /** A secret begins here. */
  end: boolean;
  next: Map<string, Places>;
}

function placesOf(paths: Secrets["paths"]): Places {
  const root: Places = { end: false, next: new Map() };
  for (const path of paths) {
    let place = root;
    for (const step of path) {
      const next = place.next.get(step) ?? { end: false, next: new Map<string, Places>() };
      place.next.set(step, next);
      place = next;
    }
    place.end = true;
  }
  return root;
}

function below(place: Places | undefined, step: string): Places | undefined {
  return place?.end === true ? place : place?.next.get(step);
}
