import { expect, test } from "bun:test";

import { pairsOf } from "../../../src/config/pair-list.ts";

test.each<[text: string, pairs: [string, string][]]>([
  ["", []],
  [
    "a=1,b=2",
    [
      ["a", "1"],
      ["b", "2"],
    ],
  ],
  [
    " a = 1 , ,b=x=y",
    [
      ["a", "1"],
      ["b", "x=y"],
    ],
  ],
  [
    "a=%C3%A4%2C,b=100%",
    [
      ["a", "ä,"],
      ["b", "100%"],
    ],
  ],
  ["broken,=1, =2,a=", [["a", ""]]],
])("%p holds what it names", (text, pairs) => {
  expect(pairsOf(text)).toEqual(pairs);
});
