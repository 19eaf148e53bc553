import { expect, test } from "bun:test";

import { decode, encode } from "@jridgewell/sourcemap-codec";

import { sourceLines } from "../../../scripts/node/source-lines.ts";

test("a map says of each line where it begins in our sources, below what stands above, and of no other lines", () => {
  const sources = ["../../node_modules/ws/src/a.js", "../project/src/cli/run.ts", "/tmp/src/node_modules/b.js"];
  const mappings = encode([
    [[0, 0, 5, 0]],
    [
      [0, 0, 6, 0],
      [4, 1, 41, 8],
      [9, 1, 50, 0],
    ],
    [],
    [[2, 1, 99, 2]],
    [[0, 2, 1, 0]],
  ]);
  const { sources: shown, mappings: kept } = JSON.parse(sourceLines(JSON.stringify({ sources, mappings }), 2));
  expect(shown).toEqual(["", "src/cli/run.ts", ""]);
  expect(decode(kept)).toEqual([[], [], [], [[0, 1, 41, 0]], [], [[0, 1, 99, 0]], []]);
});
