import { describe, expect, test } from "bun:test";

import { references } from "../../../src/compose/references.ts";

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
    ["${env:X", []],
    ["$", []],
  ])("%s", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test("say where they stand", () => {
    const text = "a${env:X}b";
    const [only] = references(text);
    expect(text.slice(only?.start, only?.end)).toBe("${env:X}");
  });
});
