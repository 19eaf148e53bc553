import { describe, expect, test } from "bun:test";

import fc from "fast-check";

import { editDistance, suggestKey } from "../../../src/config/suggest.ts";

const sections = [
  { path: "", keys: ["server", "agent"] },
  { path: "server", keys: ["endpoint", "headers", "tls"] },
  { path: "agent", keys: ["executable", "args", "bootstrap_timeout", "config_apply_timeout"] },
];

function adviceFor(section: string, key: string): string {
  return suggestKey({ section, key, sections }).advice;
}

describe("an unknown key", () => {
  test.each([
    ["agent", "exectuable", "did you mean `executable`?"],
    ["agent", "executables", "did you mean `executable`?"],
    ["agent", "bootstrapTimeout", "did you mean `bootstrap_timeout`?"],
    ["agent", "bootstrap-timeout", "did you mean `bootstrap_timeout`?"],
    ["", "Agent", "did you mean `agent`?"],
    ["agent", "endpoint", "belongs under `server`"],
    ["agent", "server", "belongs at the top level"],
    ["", "exectuable", "did you mean `executable`, which belongs under `agent`?"],
    ["", "agent::executable", "write `agent` as a mapping with the rest below it"],
    ["server", "zzzzzzzz", "valid here: endpoint, headers, tls"],
  ])("in %p named %p: %s", (section, key, advice) => {
    expect(adviceFor(section, key)).toBe(advice);
  });

  test("says which key was meant for it", () => {
    expect(suggestKey({ section: "agent", key: "exectuable", sections }).meant).toBe("agent::executable");
    expect(suggestKey({ section: "", key: "endpoint", sections }).meant).toBe("server::endpoint");
    expect(suggestKey({ section: "", key: "agnet", sections }).meant).toBe("agent");
    expect(suggestKey({ section: "", key: "zzzzzzzz", sections }).meant).toBeUndefined();
  });

  test("with one slip in a long name leads to that name", () => {
    const keys = sections.flatMap(({ path, keys: names }) => names.map((key) => ({ path, key })));
    const long = keys.filter(({ key }) => key.length > 5);
    fc.assert(
      fc.property(fc.constantFrom(...long), fc.nat(), ({ path, key }, at) => {
        const cut = at % key.length;
        const slipped = key.slice(0, cut) + key.slice(cut + 1);
        expect(adviceFor(path, slipped)).toBe(`did you mean \`${key}\`?`);
      }),
    );
  });
});

describe("the distance between two words", () => {
  test.each([
    ["", "", 0],
    ["abc", "", 3],
    ["kitten", "sitting", 3],
    ["ab", "ba", 1],
    ["exectuable", "executable", 1],
  ])("%p and %p: %d", (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  test("is the same both ways, and zero only for equal words", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
      }),
    );
  });
});
