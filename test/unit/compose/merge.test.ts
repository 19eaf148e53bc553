import { describe, expect, test } from "bun:test";

import { merge } from "../../../src/compose/merge.ts";
import { print } from "../../../src/compose/print.ts";
import { readLayer } from "../../../src/compose/read-layer.ts";
import type { MappingNode } from "../../../src/compose/tree.ts";
import { localSource } from "../../support/compose-input.ts";

function tree(text: string): MappingNode {
  const reading = readLayer(localSource(), text);
  if (!reading.read) throw new Error(reading.reason);
  return reading.tree;
}

/** Both merged, in the writing of `expected`. */
function expectMerged(base: string, over: string, expected: string): void {
  expect(print(merge(tree(base), tree(over)))).toBe(print(tree(expected)));
}

describe("merging", () => {
  test("joins mappings key by key", () => {
    expectMerged("a: {b: {c: 1}, d: 2}", "a: {b: {e: 3}}\nf: 4", "a: {b: {c: 1, e: 3}, d: 2}\nf: 4");
  });

  test("replaces scalars and lists", () => {
    expectMerged("a: 1\nb: [1, 2]\nc: {d: 1}", "a: 2\nb: [3]\nc: x", "a: 2\nb: [3]\nc: x");
  });

  test("lets null replace what was there, and be replaced", () => {
    expectMerged("a: {b: 1}\nc:", "a:\nc: {d: 1}", "a:\nc: {d: 1}");
  });

  test("an empty mapping over a mapping changes nothing", () => {
    expectMerged("a: {b: 1}", "a: {}", "a: {b: 1}");
  });

  test("joins service::extensions, what was there first", () => {
    expectMerged(
      "service: {extensions: [b, a]}",
      "service: {extensions: [c, a, c]}",
      "service: {extensions: [b, a, c]}",
    );
  });

  test("replaces other lists called extensions", () => {
    expectMerged(
      "x: {extensions: [a]}\nextensions: {e: [a]}",
      "x: {extensions: [b]}",
      "x: {extensions: [b]}\nextensions: {e: [a]}",
    );
  });

  test("joins resource attributes by name in place", () => {
    const resource = (items: string): string => `service: {telemetry: {resource: {attributes: [${items}]}}}`;
    expectMerged(
      resource("{name: a, value: 1}, {name: b, value: 1}, {value: x}"),
      resource("{name: c, value: 2}, {name: a, value: 2}, {value: x}"),
      resource("{name: a, value: 2}, {name: b, value: 1}, {value: x}, {name: c, value: 2}, {value: x}"),
    );
  });

  test("leaves both inputs as they were", () => {
    const base = tree("a: {b: 1}\nservice: {extensions: [a]}");
    const over = tree("a: {c: 1}\nservice: {extensions: [b]}");
    const before = [print(base), print(over)];
    merge(base, over);
    expect([print(base), print(over)]).toEqual(before);
  });
});
