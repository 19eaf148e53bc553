import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { catchUp, cutOff } from "../../../src/runtime/shared/cut-off.ts";

let directory = "";
let path = "";
let copy = "";

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "cut-off-"));
  path = join(directory, "log");
  copy = join(directory, "copy");
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const texts = () => [readFileSync(path, "utf8"), readFileSync(copy, "utf8")];

test("a copy is made, and gets what is added later", async () => {
  writeFileSync(path, "one\n");
  await catchUp(path, copy);
  expect(texts()).toEqual(["one\n", "one\n"]);
  const added = `${"x".repeat(3 * 1024 * 1024)}\n`;
  writeFileSync(path, added, { flag: "a" });
  await catchUp(path, copy);
  expect(readFileSync(copy).equals(readFileSync(path))).toBe(true);
});

test.each([
  ["that is behind", "one\n"],
  ["that is complete", "one\ntwo\nth"],
  ["that is not there", undefined],
])("whole lines are moved to a copy %s, the start of a line stays", (_, before) => {
  writeFileSync(path, "one\ntwo\nth");
  if (before !== undefined) writeFileSync(copy, before);
  const { ino } = statSync(path);
  expect(cutOff(path, copy)).toBe(8);
  expect(texts()).toEqual(["th", "one\ntwo\n"]);
  expect(statSync(path).ino).toBe(ino);
});

test("the start of a line stays up to 1 MiB, a longer one goes with the others", () => {
  const start = "x".repeat(1024 * 1024 - 1);
  writeFileSync(path, `one\n${start}`);
  expect(cutOff(path, copy)).toBe(4);
  expect(texts()).toEqual([start, "one\n"]);
  writeFileSync(path, `${start}xx`);
  rmSync(copy);
  expect(cutOff(path, copy)).toBe(start.length + 2);
  expect(readFileSync(path, "utf8")).toBe("");
});

test("nothing is touched where the copy cannot be of this file", () => {
  writeFileSync(path, "one\n");
  writeFileSync(copy, "one\ntwo\n");
  expect(() => cutOff(path, copy)).toThrow("the file has become shorter");
  expect(texts()).toEqual(["one\n", "one\ntwo\n"]);
});

test("a file that is gone is not made", async () => {
  expect(() => cutOff(path, copy)).toThrow(expect.objectContaining({ code: "ENOENT" }));
  await expect(catchUp(path, copy)).rejects.toMatchObject({ code: "ENOENT" });
  expect([path, copy].map((file) => existsSync(file))).toEqual([false, false]);
});
