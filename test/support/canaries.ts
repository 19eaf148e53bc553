import { Buffer } from "node:buffer";

import fc from "fast-check";
import { parse, stringify } from "yaml";

import { findReference, parseUri, unescapeDollars } from "../../src/config/reference-text.ts";

/** A secret: what a variable or a file holds, and the part of it that must be seen nowhere. */
export interface Canary {
  content: string;
  /** Letters and digits that stand in every line and value of it. */
  mark: string;
}

/** Contents of every kind around one mark each. Keys are none that look like names of settings. */
export const canary: fc.Arbitrary<Canary> = fc
  .tuple(
    fc.stringMatching(/^[A-Z][a-z]{3}[0-9][A-Za-z0-9]{4}$/),
    fc.constantFrom<(mark: string) => string>(
      (mark) => mark,
      (mark) => `p@ss "${mark}\\x"/<é>'&=% $`,
      (mark) => `-----BEGIN ${mark}-----\n  ${mark}AAAA${mark}\n-----END ${mark}-----\n`,
      (mark) => `{X-${mark}: {inner: "q ${mark}"}, list: ["${mark}", 'b ${mark}']}`,
      (mark) => `first: ${mark}\nsecond:\n  - deep: "${mark}\\u00e9"\n`,
      (mark) => `'quoted ${mark}'`,
      (mark) => `https://user:${mark}@host.example/${mark}?q=${mark}`,
      (mark) => `#${mark}: [unclosed`,
    ),
  )
  .map(([mark, content]) => ({ mark, content: content(mark) }));

/** The ways in which a text can be seen in another: as it is, and in Base64 with anything around it. */
export function sightings({ mark }: Canary): string[] {
  const inBase64 = [0, 1, 2].map((before) =>
    Buffer.from(" ".repeat(before) + mark)
      .toString("base64")
      .slice(before === 0 ? 0 : before + 1, -4),
  );
  return [mark, Buffer.from(mark).toString("hex"), ...inBase64];
}

/** What a Collector's components write of values that they were given. */
export function mentions(value: string): string[] {
  return [
    `cannot use ${value}`,
    JSON.stringify({ level: "error", error: value }),
    JSON.stringify({ level: "error", error: `bad value ${JSON.stringify(value)}` }),
    `Get "http://host/${encodeURIComponent(value)}": refused`,
    `Get "http://host/?${new URLSearchParams({ q: value }).toString()}": refused`,
    `Authorization: Basic ${Buffer.from(`user:${value}`).toString("base64")}`,
    `key: '${value.replaceAll("'", "''")}'`,
    value
      .split("\n")
      .map((line) => `    | ${line.trim()}`)
      .join("\n"),
  ];
}

/** A Collector's reading of a configuration, all values that it was given, and what it reports as effective. */
export function collectorReading(
  text: string,
  contents: (uri: string) => string,
): { values: string[]; report: string } {
  const values: string[] = [];
  const expandText = (written: string): unknown => {
    let rest = written;
    for (;;) {
      const reference = findReference(rest);
      if (reference === undefined) {
        if (rest !== written) values.push(unescapeDollars(rest));
        return unescapeDollars(rest);
      }
      const content = contents(reference.uri);
      if (reference.start === 0 && reference.end === rest.length) {
        values.push(content);
        return gather(yamlOf(content));
      }
      rest = rest.slice(0, reference.start) + content.replaceAll("$", "$$$$") + rest.slice(reference.end);
    }
  };
  const gather = (node: unknown): unknown => {
    if (typeof node === "string") values.push(node);
    else if (typeof node === "object" && node !== null)
      Object.entries(node).forEach(([key, inner]) => void [values.push(key), gather(inner)]);
    return node;
  };
  const expand = (node: unknown): unknown => {
    if (typeof node === "string") return expandText(node);
    if (Array.isArray(node)) return node.map(expand);
    if (typeof node !== "object" || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, expand(inner)]));
  };
  const report = stringify(expand(parse(text, { uniqueKeys: false })));
  return { values: values.filter((value) => value.length >= 6), report };
}

/** Content that is no YAML is a string. */
function yamlOf(content: string): unknown {
  try {
    return parse(content);
  } catch {
    return content;
  }
}

/** The name of the variable or file that a reference reads, with the fallback of an unset one. */
export function contentsOf(env: Readonly<Record<string, string>>, files: ReadonlyMap<string, string>) {
  return (uri: string): string => {
    const parsed = parseUri(uri);
    if (parsed.kind === "file") return files.get(parsed.path) ?? "";
    return parsed.kind === "env" ? (env[parsed.name] ?? parsed.fallback ?? "") : "";
  };
}
