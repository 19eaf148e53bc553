import { describe, expect, test } from "bun:test";

import { compareVersions, parseVersion } from "../../../../src/packages/trust/semantic-version.ts";

function parsed(text: string) {
  const version = parseVersion(text);
  if (version === undefined) throw new Error(`${text} is no version`);
  return version;
}

test("the example of Semantic Versioning is in order, and each is equal to itself alone", () => {
  const order = [
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "1.0.1",
    "1.1.0",
    "1.9.0",
    "1.10.0",
    "2.0.0",
  ].map(parsed);
  for (const [i, a] of order.entries()) {
    for (const [j, b] of order.entries()) expect(Math.sign(compareVersions(a, b))).toBe(Math.sign(i - j));
  }
});

describe("two texts are one version", () => {
  test.each([
    ["v0.151.0", "0.151.0"],
    ["1.2.3+linux", "1.2.3+darwin"],
    [" 1.2.3\n", "1.2.3"],
  ])("%p and %p", (a, b) => {
    expect(compareVersions(parsed(a), parsed(b))).toBe(0);
  });
});

test("numbers of any size keep their value", () => {
  const [a, b] = ["1.0.9007199254740993", "1.0.9007199254740992"].map(parsed);
  expect(a && b && compareVersions(a, b)).toBe(1);
  const [c, d] = ["1.0.0-9007199254740993", "1.0.0-9007199254740992"].map(parsed);
  expect(c && d && compareVersions(c, d)).toBe(1);
});

describe("what is no version has no order", () => {
  test.each([
    "",
    "1",
    "1.2",
    "1.2.3.4",
    "01.2.3",
    "1.2.3-",
    "1.2.3-01",
    "1.2.3+",
    "vv1.2.3",
    "1.2.3 beta",
    "latest",
    "1.2.-3",
    "1.2.3-a..b",
  ])("%p", (text) => {
    expect(parseVersion(text)).toBeUndefined();
  });
});
