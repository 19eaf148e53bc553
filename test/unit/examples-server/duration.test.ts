import { expect, test } from "bun:test";

import { durationText } from "../../../examples/server/pages/duration.ts";

test.each([
  [-5, "0 ms"],
  [0, "0 ms"],
  [440, "440 ms"],
  [999.7, "1.0 s"],
  [1_240, "1.2 s"],
  [9_949, "9.9 s"],
  [9_950, "10 s"],
  [59_499, "59 s"],
  [59_500, "1 min 0 s"],
  [125_000, "2 min 5 s"],
  [12_000_000, "3 h 20 min"],
])("%p ms are %s", (milliseconds, text) => {
  expect(durationText(milliseconds)).toBe(text);
});
