import { isScalar, LineCounter } from "yaml";
import type { ParsedNode, YAMLParseError } from "yaml";

import { expandPaths } from "./expand-paths.ts";
import type { Fault } from "./fault.ts";
import { findMisplaced } from "./layer-shape.ts";
import { nodesToTree } from "./nodes-to-tree.ts";
import { parseYaml } from "./parse-yaml.ts";
import { isNull, mapping } from "./tree.ts";
import type { MappingNode, Place, Source } from "./tree.ts";

export type LayerReading =
  | { read: true; tree: MappingNode; warnings: string[] }
  /** `reason` holds the layer's name, line and column (from 1), and no value of the layer. */
  | { read: false; reason: string; place: Place };

/**
 * Reads one layer's YAML as the Collector's parser (yaml.v3) and its configuration map (confmap) do; an empty document
 * is an empty layer, and of several documents only the first one counts. Refused: what the Collector would refuse to
 * read (syntax, duplicate keys), a document that is no mapping, aliases that blow up, and a place that the supervisor
 * has to write into and cannot.
 */
export function readLayer(about: Omit<Source, "place">, text: string): LayerReading {
  const lineCounter = new LineCounter();
  const placeOf = (offset: number): Place => {
    const { line, col } = lineCounter.linePos(offset);
    return { line, column: col };
  };
  const source: Source = { ...about, place: placeOf };
  const refuse = ({ offset, message }: Fault): LayerReading => {
    const place = placeOf(offset);
    return { read: false, place, reason: `${about.name}, line ${place.line}, column ${place.column}: ${message}` };
  };

  const forbidden = text.search(forbiddenCharacter);
  if (forbidden !== -1) {
    fillLines(lineCounter, text.slice(0, forbidden));
    return refuse({ offset: forbidden, message: "control characters are not allowed" });
  }
  const unified = text.replace(loneBreaks, "\n");
  const { documents, fault } = parseYaml(unified, lineCounter);
  const [first, second] = documents;
  const [error] = first?.errors ?? [];
  if (fault !== undefined && fault.offset <= (error?.pos[0] ?? fault.offset)) return refuse(fault);
  if (error !== undefined) return refuse(syntaxFault(error));
  const ignored = second === undefined || isBlank(second.contents) ? undefined : placeOf(second.range[0]);
  const warnings =
    ignored === undefined
      ? []
      : [`${about.name}, line ${ignored.line}: another document begins here; the Collector reads the first one alone`];
  if (first?.contents === undefined || first.contents === null) return { read: true, tree: mapping(), warnings };

  const converted = nodesToTree(first.contents, source, unified);
  if ("fault" in converted) return refuse(converted.fault);
  if (isNull(converted.tree)) return { read: true, tree: mapping(), warnings };
  if (converted.tree.kind !== "mapping") {
    const found = converted.tree.kind === "list" ? "a list" : "a single value";
    return refuse({ offset: converted.tree.offset, message: `a configuration is a mapping, but this is ${found}` });
  }
  const expanded = expandPaths(converted.tree);
  if ("fault" in expanded) return refuse(expanded.fault);
  const misplaced = findMisplaced(expanded.tree);
  return misplaced === undefined ? { read: true, tree: expanded.tree, warnings } : refuse(misplaced);
}

/** What stands between two `---`, or after the last one, when nothing does. */
function isBlank(contents: ParsedNode | null): boolean {
  return contents === null || (isScalar(contents) && contents.source === "" && contents.type === "PLAIN");
}

/**
 * What yaml.v3 does not read (YAML 1.1, production `c-printable`); half a surrogate pair stands for no character. A byte
 * order mark at the start of a line is nothing to it, and one elsewhere a character like any other.
 */
const forbiddenCharacter = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|[\n\r\u0085\u2028\u2029]\ufeff/;

/** For a place in a text that was not parsed. */
function fillLines(lineCounter: LineCounter, text: string): void {
  lineCounter.addNewLine(0);
  for (const { index } of text.matchAll(/\n/g)) lineCounter.addNewLine(index + 1);
}

/** Line breaks to yaml.v3 that the package does not know: CR without LF, and NEL. */
const loneBreaks = /\r(?!\n)|\u0085/g;

/** Where the parser's messages quote the text: after a colon, and what looks like a directive or a tag. */
const quotation =
  /(?<! ): .*|(?<=^(?:Unsupported YAML version|Unknown directive)) .*|(?<=^The) .*(?= tag has no suffix$)/s;

/** A configuration holds secrets, so that what is quoted is cut. */
function syntaxFault(error: YAMLParseError): Fault {
  const isTooDeep = error.code === "RESOURCE_EXHAUSTION";
  const message = error.message.replace(quotation, "");
  return { offset: error.pos[0], message: isTooDeep ? "nested too deeply" : message };
}
