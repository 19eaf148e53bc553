import { expect, test } from "bun:test";

import { keepPackages, programPath } from "../../../src/packages/package-directory.ts";
import { MemoryFiles } from "../../support/memory-files.ts";

test("content that is equal lies in one directory, under the file name of the Collector", () => {
  const hash = "ab".repeat(32);
  expect(programPath(hash, "bin/otelcol")).toBe(`${"ab".repeat(16)}/otelcol`);
});

test("all packages but those that are needed are removed, with what an unfinished download has left", async () => {
  const files = new MemoryFiles();
  for (const path of ["aa/otelcol", "bb/otelcol", "cc/package.part"]) files.put(`/packages/${path}`, "x");
  expect(await keepPackages("/packages", ["bb/otelcol"], files)).toBe(2);
  expect(await files.list("/packages")).toEqual(["bb"]);
  expect(await keepPackages("/packages", ["bb/otelcol"], files)).toBe(0);
});

test("where no package ever was there is nothing to remove", async () => {
  expect(await keepPackages("/packages", [], new MemoryFiles())).toBe(0);
});
