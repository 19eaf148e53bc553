import { describe, expect, test } from "bun:test";

import {
  isMadeOfReferences,
  leadingReferences,
  nestedReferences,
  references,
} from "../../../src/compose/references.ts";

const found = (text: string) => references(text).map(({ scheme, target, fallback }) => [scheme, target, fallback]);

describe("references in a text", () => {
  test.each([
    ["no reference, $X, { } and }", []],
    ["${env:X}", [["env", "X", undefined]]],
    ["${X}:4317", [["env", "X", undefined]]],
    ["${env:X:-a:b}", [["env", "X", "a:b"]]],
    ["${file:/a/b.yaml}", [["file", "/a/b.yaml", undefined]]],
    ["${yaml:a::b: 1}", [["yaml", "a::b: 1", undefined]]],
    [
      "a ${env:X} b ${file:y}",
      [
        ["env", "X", undefined],
        ["file", "y", undefined],
      ],
    ],
    ["$${env:X}", []],
    ["$$${env:X}", [["env", "X", undefined]]],
    ["${env:${env:Y}}", [["env", "${env:Y}", undefined]]],
    ["${env:${env:A:-b}}", [["env", "${env:A:-b}", undefined]]],
    ["${env:${env:A:-b}:-c}", [["env", "${env:A:-b}", "c"]]],
    ["${env:A:-${env:B:-c}:-d}", [["env", "A", "${env:B:-c}:-d"]]],
    ["${${env:A:-b}:-c}", [["env", "${env:A:-b}", "c"]]],
    [":-${env:A}:-", [["env", "A", undefined]]],
    ["${env:X", []],
    ["$", []],
  ])("%s", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test("are found behind any number of others that are not closed", () => {
    expect(found(`${"${".repeat(100_000)}\${env:X}`)).toEqual([["env", "X", undefined]]);
  });

  test("are found within others too where that is asked for, however deep they lie", () => {
    const names = (text: string) => nestedReferences(text).map(({ target }) => target);
    expect(names("${env:A:-${B}} ${file:${env:C}} $${D}")).toEqual(["A", "B", "${env:C}", "C"]);
    expect(names("${env:${env:A:-b}}").at(-1)).toBe("A");
    expect(names(`${"${".repeat(30_000)}X${"}".repeat(30_000)}`)).toHaveLength(30_000);
  });

  test("say where they stand", () => {
    const text = "a${env:X}b";
    const [only] = references(text);
    expect(text.slice(only?.start, only?.end)).toBe("${env:X}");
  });
});

test.each(["${X}", "${env:X}${Y}", "${env:X:-a: b}", "${env:${Y}}"])("%s is made of references alone", (text) => {
  expect(isMadeOfReferences(text)).toBe(true);
});

test.each(["", "a", "${X} ", "a${X}", "${X}a${Y}", "$${X}", "${X"])("%j is not", (text) => {
  expect(isMadeOfReferences(text)).toBe(false);
});

test.each([
  ["${X}${Y}a${Z}", ["X", "Y"]],
  [" ${X} ${Y}", ["X", "Y"]],
  ["a${X}${Y}", []],
  ["a", []],
])("%s begins with %p", (text, names) => {
  expect(leadingReferences(text).map(({ target }) => target)).toEqual(names);
});
