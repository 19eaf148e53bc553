import { describe, expect, test } from "bun:test";

import { scrub } from "../../../src/telemetry/scrub.ts";

describe("scrub()", () => {
  test("hides the longer of two secrets wholly", () => {
    expect(scrub("token-and-more", ["token-", "token-and-more"])).toBe("[REDACTED]");
  });

  test("leaves texts alone that are too short to be secrets", () => {
    expect(scrub("level info, 4317", ["info", "4317", ""])).toBe("level info, 4317");
  });

  const secret = `p@ss "w\\rd"/<é>'&`;
  test.each([
    ["as it is", `a ${secret} b`],
    ["in a line of JSON", JSON.stringify({ error: secret })],
    ["in a quoted text in a line of JSON", JSON.stringify({ error: `no "${JSON.stringify(secret)}"` })],
    [
      "as Go writes JSON",
      JSON.stringify(secret).replaceAll("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"),
    ],
    ["in a query of a URL", `http://h/?q=${encodeURIComponent(secret)}`],
    ["as Go writes a query", `http://h/?q=${new URLSearchParams({ q: secret }).toString().slice(2)}`],
    ["as Go writes a path", `http://h/p@ss%20%22w%5Crd%22%2F%3C%C3%A9%3E%27&`],
    ["in quotes of YAML", `a: 'p@ss "w\\rd"/<é>''&'`],
    ["in Base64", btoa(`x:${Buffer.from(secret).toString("latin1")}:y`)],
  ])("hides a secret %s", (_, text) => {
    const shown = scrub(text, [secret]);
    expect(shown).toContain("[REDACTED]");
    expect(shown).not.toMatch(/p@ss|w\\rd|%3C|é/);
  });

  test("hides the lines of a secret one by one", () => {
    expect(scrub("  first line\n  second line\n", ["first line\nsecond line"])).toBe("  [REDACTED]\n  [REDACTED]\n");
  });

  test.each([0, 1, 2])("hides it in Base64 behind %d other bytes", (before) => {
    const encoded = Buffer.from(`${"u".repeat(before)}hunter2-hunter2`).toString("base64");
    expect(scrub(encoded, ["hunter2-hunter2"]).replace("[REDACTED]", "").length).toBeLessThan(6);
  });
});
