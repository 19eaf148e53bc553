import { describe, expect, test } from "bun:test";

import fc from "fast-check";
import { parse } from "yaml";

import { print } from "../../../src/compose/print.ts";
import { readLayer } from "../../../src/compose/read-layer.ts";
import { list, mapping, plain } from "../../../src/compose/tree.ts";
import type { ConfigNode, ScalarNode } from "../../../src/compose/tree.ts";
import { localSource } from "../../support/compose-input.ts";

const text = (value: string): ScalarNode => ({ ...plain(value), style: "quoted" });
const printed = (value: ConfigNode): string => print(mapping([["k", value]]));

describe("printing", () => {
  test("nests mappings and lists", () => {
    const inner = mapping([
      ["a", list(plain(1), list(plain(2), list()), mapping())],
      ["b", mapping([["c", text("d")]])],
    ]);
    expect(printed(list(inner))).toBe(`k:
  - a:
      - 1
      - - 2
        - []
      - {}
    b:
      c: d
`);
  });

  test("of nothing is an empty mapping", () => {
    expect(print(mapping())).toBe("{}\n");
  });

  test.each(["a\nb", "a\nb\n", "a\n\n  b: #c\n- d", "route() where x\n---\n..."])(
    "uses literal blocks: %j",
    (value) => {
      const output = printed(text(value));
      expect(output).toStartWith(value.endsWith("\n") ? "k: |\n" : "k: |-\n");
      expect(parse(output)).toEqual({ k: value });
    },
  );

  test.each([" a\nb", "a\nb ", "a\nb\n\n", "\na", "a\n \nb", "a\n\u2028b", "a\n\0", "#a\nb", "a\r\nb", "\n"])(
    "quotes what a literal block would not keep: %j",
    (value) => {
      const output = printed(text(value));
      expect(output).toStartWith('k: "');
      expect(parse(output)).toEqual({ k: value });
    },
  );

  test("escapes what some YAML parser takes for a line break or refuses", () => {
    expect(printed(text("\u0085\u2028\u2029\ufeff\u007f\u0000\ud800"))).toBe(
      'k: "\\u0085\\u2028\\u2029\\ufeff\\u007f\\u0000\ufffd"\n',
    );
  });

  test("quotes words that some YAML parser takes for a boolean or null", () => {
    for (const word of ["yes", "No", "ON", "off", "y", "N", "true", "null", "~", "", "1", "1e3", "0x1"]) {
      expect(printed(text(word))).toBe(`k: "${word}"\n`);
    }
  });

  test("uses an explicit key where it is too long for an implicit one", () => {
    const key = "k".repeat(1001);
    expect(print(mapping([[key, mapping([["a", plain(1)]])]]))).toBe(`? ${key}\n:\n  a: 1\n`);
  });

  test("a plain scalar cannot break out of its place", () => {
    for (const value of ["a\nb: c", "a: b", "a #b", "- a", "a\u2028b", "---", "...", "[a", "*a", "a:", "a "]) {
      expect(parse(printed(plain(value)))).toEqual({ k: value });
    }
  });
});

describe("for any data", () => {
  const strings = fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[ \n\t:#'"a-]{0,12}$/));
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      strings,
      fc.boolean(),
      fc.integer(),
      fc.constant(null),
      fc.array(tie("tree"), { maxLength: 4 }),
      fc.dictionary(strings, tie("tree"), { maxKeys: 4 }),
    ),
  }));
  const documents = fc.dictionary(
    strings.filter((key) => !reserved.has(key)),
    tree,
    { maxKeys: 5 },
  );
  const withoutPaths = documents
    .map((value) => JSON.stringify(value))
    .filter((json) => !json.includes("::") && !unreadable.test(json));

  test("what is read from JSON and printed says the same", () => {
    fc.assert(
      fc.property(withoutPaths, (json) => {
        const reading = readLayer(localSource(), json);
        if (!reading.read) throw new Error(reading.reason);
        expect(JSON.stringify(parse(print(reading.tree)))).toBe(JSON.stringify(parse(json)));
      }),
    );
  });

  test("what is printed reads as what was printed", () => {
    fc.assert(
      fc.property(withoutPaths, (json) => {
        const first = readLayer(localSource(), json);
        if (!first.read) throw new Error(first.reason);
        const second = readLayer(localSource(), print(first.tree));
        if (!second.read) throw new Error(second.reason);
        expect(print(second.tree)).toBe(print(first.tree));
      }),
    );
  });
});

/** What JSON leaves bare and the Collector's parser does not read. */
const unreadable = /[\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]/;

const reserved: ReadonlySet<string> = new Set(["service", "extensions"]);
