import { describe, expect, test } from "bun:test";

import fc from "fast-check";

import { parseDuration } from "../../../src/config/duration.ts";

const units = { ns: 1e-6, us: 1e-3, µs: 1e-3, μs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

describe("a duration", () => {
  test.each([
    ["5s", 5000],
    ["1m30s", 90_000],
    ["500ms", 500],
    ["1.5h", 5_400_000],
    [".5s", 500],
    ["5.s", 5000],
    ["+5s", 5000],
    ["-5s", -5000],
    ["0", 0],
    ["0s", 0],
    ["100ns", 0.0001],
    ["30s1m", 90_000],
    ["2562047h47m16.854775807s", 9_223_372_036_854.775],
  ])("%s is %d milliseconds", (text, milliseconds) => {
    expect(parseDuration(text)).toBeCloseTo(milliseconds, 3);
  });

  test.each([
    "",
    "5",
    "s",
    "5 s",
    " 5s",
    "5s ",
    "5d",
    "5S",
    "1m 30s",
    "--5s",
    ".s",
    "1e3s",
    "1,5s",
    "5s-",
    "∞",
    "2562048h",
  ])("%p is refused", (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  test("is the sum of its parts, whatever their order and number", () => {
    const part = fc.tuple(
      fc.nat({ max: 999 }),
      fc.option(fc.nat({ max: 999 }), { nil: undefined }),
      fc.constantFrom<keyof typeof units>("ns", "us", "µs", "μs", "ms", "s", "m", "h"),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), fc.constantFrom("", "-", "+"), (parts, sign) => {
        const amounts = parts.map(([whole, fraction]) =>
          fraction === undefined ? `${whole}` : `${whole}.${fraction}`,
        );
        const text = sign + parts.map(([, , unit], index) => `${amounts[index]}${unit}`).join("");
        const sum = parts.reduce((total, [, , unit], index) => total + Number(amounts[index]) * units[unit], 0);
        expect(parseDuration(text)).toBeCloseTo(sign === "-" ? -sum : sum, 3);
      }),
    );
  });

  test("is never read from text with anything else in it", () => {
    const valid = fc.constantFrom("5s", "1m30s", "500ms");
    const foreign = fc.constantFrom(" ", "x", "d", "_", ",", "e", "\n", "٣");
    fc.assert(
      fc.property(valid, foreign, fc.nat(), (text, character, at) => {
        const cut = at % (text.length + 1);
        expect(parseDuration(text.slice(0, cut) + character + text.slice(cut))).toBeUndefined();
      }),
    );
  });
});
