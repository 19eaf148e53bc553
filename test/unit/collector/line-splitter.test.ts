import { describe, expect, test } from "bun:test";

import fc from "fast-check";

import { LineSplitter, maxLineBytes } from "../../../src/collector/line-splitter.ts";

const mark = `… (cut after ${maxLineBytes} bytes)\n`;

function split(...pieces: string[]): string[] {
  const given: string[] = [];
  const splitter = new LineSplitter((lines) => given.push(new TextDecoder().decode(lines)));
  for (const piece of pieces) splitter.take(new TextEncoder().encode(piece));
  splitter.end();
  return given;
}

describe("LineSplitter", () => {
  test("gives what is whole at once and the rest when its end has come, the last one without an end too", () => {
    expect(split("one\ntwo\nth", "re", "e\nfour")).toEqual(["one\ntwo\n", "three\n", "four\n"]);
    expect(split("\n", "", "\n\n")).toEqual(["\n", "\n\n"]);
    expect(split()).toEqual([]);
  });

  test("gives the same lines however they are cut into pieces", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "\n", "é") }), fc.array(fc.nat(20)), (text, cuts) => {
        const bytes = new TextEncoder().encode(text);
        const given: Uint8Array[] = [];
        const splitter = new LineSplitter((lines) => given.push(Buffer.from(lines)));
        const ends = [...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].toSorted((a, b) => a - b);
        ends.forEach((end, index) => splitter.take(bytes.slice(ends[index - 1] ?? 0, end)));
        splitter.end();
        expect(given.every((lines) => lines.at(-1) === 10)).toBe(true);
        expect(Buffer.concat(given).toString()).toBe(text === "" || text.endsWith("\n") ? text : `${text}\n`);
      }),
    );
  });

  test.each([
    ["in one piece", [`before\n${"x".repeat(maxLineBytes + 5)}\nafter\n`]],
    ["in many", ["before\n", "x".repeat(maxLineBytes), "xxxxx", "\nafter\n"]],
    ["with its end in the next piece", ["before\n", "x".repeat(maxLineBytes + 5), "\n", "after\n"]],
  ])("cuts a line that is too long, %s", (_, pieces) => {
    expect(split(...pieces).join("")).toBe(`before\n${"x".repeat(maxLineBytes)}${mark}after\n`);
  });

  test("leaves a line whole that is just as long as it may be", () => {
    const line = "x".repeat(maxLineBytes);
    expect(split(`${line}\n`)).toEqual([`${line}\n`]);
    expect(split(line, "\n")).toEqual([`${line}\n`]);
  });

  test("gives the beginning of an endless line at once, and nothing more of it", () => {
    const endless = Array.from({ length: 50 }, () => "x".repeat(10_000));
    expect(split(...endless)).toEqual([`${"x".repeat(maxLineBytes)}${mark}`]);
  });
});
