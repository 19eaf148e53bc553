import { expect, test } from "bun:test";

import { stepMatcher } from "../../../../src/supervisor/mind/step-matcher.ts";

test.each([
  ["*", ""],
  ["*", "any.log"],
  ["**", "any"],
  ["*.log", "a.log"],
  ["a*b*c", "a-b-b-c"],
  ["a?c", "abc"],
  ["a?c", "a😀c"],
  ["a?c", "aİc"],
  ["[a-z]x", "qx"],
  ["[!a]x", "bx"],
  ["A.LOG", "a.log"],
  ["a[b", "anything"],
  ["[]a]b", "ab"],
  ["(a+).$", "(a+).$"],
  ["x", "\ufffd"],
])("%s matches %s", (step, name) => {
  expect(stepMatcher(step)(name)).toBe(true);
});

test.each([
  ["a", "ab"],
  ["*.log", "a.txt"],
  ["a?c", "ac"],
  ["[a-z]x", "x"],
  ["a.c", "abc"],
  ["a*b", "a"],
  ["", "a"],
])("%s does not match %s", (step, name) => {
  expect(stepMatcher(step)(name)).toBe(false);
});

test("many wildcards take no time that grows with their number at every character", () => {
  expect(stepMatcher(`${"*a".repeat(100)}b`)("a".repeat(255))).toBe(false);
});
