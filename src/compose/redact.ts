import { hmacSha256 } from "../runtime/sha256.ts";
import { spellings } from "../telemetry/scrub.ts";
import { print } from "./print.ts";
import { readLayer } from "./read-layer.ts";
import { isSettingName } from "./texts-within.ts";
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

/**
 * A reported configuration with a keyed hash in the place of each secret: the structure stays, and a change shows. Of
 * what a reference brings in, keys stay that look like names of settings. Text that is no configuration is not shown at all where there is something to hide.
 */
export function redact({ text, paths, values, key }: RedactOptions): string {
  const known = spellings(values);
  if (paths.length === 0 && known.length === 0) return text;
  const reading = readLayer({ kind: "local", name: "the reported configuration" }, text);
  if (!reading.read) return print(mapping([["hidden", plain("the-configuration-could-not-be-read")]]));
  const places = placesOf(paths);
  const all = textOf(reading.tree);
  const hidden = known.filter((value) => all.includes(value));
  const isHidden = (shown: string) => hidden.some((value) => shown.includes(value));
  const found = { any: false };
  const hash = (node: ScalarNode): ScalarNode => {
    found.any = true;
    const digest = hmacSha256(key, node.text).slice(0, 12);
    return { kind: "scalar", text: `[SECRET ${digest}]`, style: "quoted", source: node.source, offset: node.offset };
  };
  const visit = (node: ConfigNode, place: Places | undefined): ConfigNode => {
    if (node.kind === "scalar") {
      const isSecret = place?.end === true || isHidden(node.text);
      return isSecret && !isHiddenAlready(node) ? hash(node) : node;
    }
    if (node.kind === "list") {
      return { ...node, items: node.items.map((item, index) => visit(item, below(place, `${index}`))) };
    }
    const entries = new Map<string, Entry>();
    for (const [name, { key: keyNode, value }] of node.entries) {
      const isSecret = (place?.end === true && !isSettingName(name)) || isHidden(name);
      const shownKey = isSecret ? hash(keyNode) : keyNode;
      entries.set(shownKey.text, { key: shownKey, value: visit(value, below(place, name)) });
    }
    return { ...node, entries };
  };
  const shown = visit(reading.tree, places);
  return found.any && shown.kind === "mapping" ? print(shown) : text;
}

/** All keys and values, one on a line. */
function textOf(tree: ConfigNode): string {
  const texts: string[] = [];
  const collect = (node: ConfigNode): void => {
    if (node.kind === "scalar") texts.push(node.text);
    else if (node.kind === "list") node.items.forEach(collect);
    else {
      for (const [name, { value }] of node.entries) {
        texts.push(name);
        collect(value);
      }
    }
  };
  collect(tree);
  return texts.join("\n");
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
