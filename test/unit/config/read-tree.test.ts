import { describe, expect, test } from "bun:test";

import { readTree } from "../../../src/config/read-tree.ts";
import { childOf, nodeAt, type TreeNode } from "../../../src/config/tree.ts";

function faultsOf(text: string): string[] {
  return readTree({ text }).faults.map(({ place, message }) => `${place.line}:${place.column}: ${message}`);
}

function rootOf(text: string): TreeNode {
  const { root, faults } = readTree({ text });
  expect(faults).toEqual([]);
  if (root === undefined) throw new Error("nothing was read");
  return root;
}

function plain(node: TreeNode | undefined): unknown {
  if (node?.kind === "mapping") return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]));
  return node?.kind === "list" ? node.items.map(plain) : node?.value;
}

describe("a YAML text", () => {
  test("is read with the place of every key and value", () => {
    const root = rootOf('# head\na: 1\n\nb:\n    c:   "x"\n    d: [ y,  {e: true} ]\n');
    expect(root.place).toEqual({ line: 2, column: 1 });
    expect(nodeAt(root, ["b"])?.place).toEqual({ line: 5, column: 5 });
    expect(nodeAt(root, ["b", "c"])).toMatchObject({ value: "x", place: { line: 5, column: 10 } });
    expect(nodeAt(root, ["b", "d", 1, "e"])).toMatchObject({ value: true, place: { line: 6, column: 18 } });
    const b = childOf(root, "b");
    expect(b?.kind === "mapping" && b.entries[1]?.keyPlace).toEqual({ line: 6, column: 5 });
  });

  test("says that a value which is not written stands where its key does", () => {
    const root = rootOf("a: 1\ntls:\nlast: ~\nempty: ''\n");
    expect(nodeAt(root, ["tls"])).toMatchObject({ value: null, place: { line: 2, column: 1 } });
    expect(nodeAt(root, ["last"])).toMatchObject({ value: null, place: { line: 3, column: 7 } });
    expect(nodeAt(root, ["empty"])).toMatchObject({ value: "", place: { line: 4, column: 8 } });
  });

  test.each(["", "\n\n", "# nothing\n", "---\n", "---\n# nothing\n...\n"])("%p holds nothing", (text) => {
    expect(readTree({ text })).toEqual({ root: undefined, faults: [] });
  });

  test("takes anchors, aliases and merge keys", () => {
    const text = "base: &base {a: 1, b: 2}\nmore: {<<: *base, b: 3}\nboth: {<<: [*base, {c: 4, a: 5}]}\nsame: *base\n";
    expect(plain(rootOf(text))).toEqual({
      base: { a: 1, b: 2 },
      more: { b: 3, a: 1 },
      both: { a: 1, b: 2, c: 4 },
      same: { a: 1, b: 2 },
    });
    expect(nodeAt(rootOf(text), ["same"])?.place).toEqual({ line: 4, column: 7 });
  });

  test("keeps a key named __proto__", () => {
    expect(childOf(rootOf("__proto__: 1\n"), "__proto__")).toMatchObject({ value: 1 });
  });
});

describe("a fault of the text", () => {
  test("names both places of a duplicate key, at any depth", () => {
    expect(faultsOf("a:\n  b: 1\n  c: 2\n  b: 3\na: 4\na: 5\n")).toEqual([
      '4:3: mapping key "b" already defined at line 2',
      '5:1: mapping key "a" already defined at line 1',
      '6:1: mapping key "a" already defined at line 1',
    ]);
    expect(faultsOf("'1': x\n1: y\n")).toEqual(['2:1: mapping key "1" already defined at line 1']);
  });

  test.each([
    ["a:\n\tb: 1\n", "2:1: not valid YAML: Tabs are not allowed as indentation"],
    ["a: b: c\n", "1:4: not valid YAML: Nested mappings are not allowed in compact mappings"],
    ["a: @x\n", "1:4: not valid YAML: Plain value cannot start with reserved character @"],
    ["a: 1\nb: !foo x\n", "2:4: not valid YAML: Unresolved tag: !foo"],
    ["a: 1\n---\nb: 2\n", "2:1: a second document begins here; only one is allowed"],
    ["a: *x\n", "1:4: alias *x has no anchor before it"],
    ["a: &a\n  b: *a\n", "2:6: alias *a refers to a value that it is part of"],
    ["? [x]\n: 1\n", "1:3: a key must be plain text"],
    ["<<: 5\n", "1:1: `<<` needs a mapping or a list of mappings"],
  ])("in %p is %s", (text, fault) => {
    expect(faultsOf(text)).toEqual([fault]);
  });

  test("is found at the end of a text that is cut off", () => {
    expect(faultsOf('a: 1\nb: "x\n')[0]).toStartWith("3:1: not valid YAML: Missing closing");
  });

  test("ends aliases that would unfold without end", () => {
    const levels = Array.from({ length: 20 }, (_, n) => `l${n + 1}: &l${n + 1} [*l${n}, *l${n}, *l${n}, *l${n}]`);
    const faults = faultsOf(`l0: &l0 [x, x]\n${levels.join("\n")}\n`);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain("more than 10000 values");
  });
});
