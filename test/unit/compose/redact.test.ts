import { describe, expect, test } from "bun:test";

import { redact } from "../../../src/compose/redact.ts";

const key = new Uint8Array(32).fill(7);

function redacted(text: string, ...paths: string[]): string {
  return redact({ text, key, values: ["hunter22", "x"], paths: paths.map((path) => path.split("::")) });
}

const hash = /\[SECRET [0-9a-f]{12}\]/;

describe("a reported configuration", () => {
  test("keeps its structure, with a hash in the place of each secret", () => {
    const text = "exporters:\n    otlp:\n        endpoint: a:1\n        headers:\n            auth: top secret\n";
    const shown = redacted(text, "exporters::otlp::headers::auth");
    expect(shown).toMatch(
      /^exporters:\n {2}otlp:\n {4}endpoint: a:1\n {4}headers:\n {6}auth: "\[SECRET [0-9a-f]{12}\]"\n$/,
    );
  });

  test("shows that a secret has changed, and that it has not", () => {
    const of = (value: string) => redacted(`a: ${value}`, "a");
    expect(of("one")).toBe(of("one"));
    expect(of("one")).not.toBe(of("two"));
    const other = redact({ text: "a: one", key: new Uint8Array(32), values: [], paths: [["a"]] });
    expect(other).not.toBe(of("one"));
  });

  test("hides all below the path, which a reference may have become", () => {
    const shown = redacted("a: {b: [one, {c: two}], d: three}\ne: four", "a");
    expect(shown.match(new RegExp(hash, "g"))).toHaveLength(3);
    expect(shown).toContain("four");
    expect(shown).not.toMatch(/one|two|three/);
  });

  test("hides a known value wherever it stands, but none that is too short to be told from words", () => {
    expect(redacted("a: {b: 'user:hunter22@host'}\nx: y")).toMatch(
      /^a:\n {2}b: "\[SECRET [0-9a-f]{12}\]"\nx: "?y"?\n$/,
    );
  });

  test("stays as it is, to the byte, where there is nothing to hide", () => {
    const text = "a:   1 # comment\n";
    expect(redacted(text, "b::c")).toBe(text);
    expect(redacted("a: '[REDACTED]'\nb: ''", "a", "b")).toBe("a: '[REDACTED]'\nb: ''");
  });

  test("is not shown where it cannot be read and might hold a secret", () => {
    expect(redacted("a: 'hunter22")).not.toContain("hunter22");
  });
});
