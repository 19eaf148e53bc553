import { beforeAll, describe, expect, test } from "bun:test";

import { goBuild, goBuildTimeoutMs } from "../support/go-build.ts";
import { allSections, rulesOf } from "./catalogue.ts";
import { documentOf, rowsInDocument, rowsOf } from "./document-of.ts";
import { knownFailures } from "./known-failures.ts";
import { type Run, runAll } from "./run-all.ts";
import { supervisorPaths } from "./supervisor-paths.ts";

const rules = rulesOf(allSections);
let run: Run;

beforeAll(async () => {
  const paths = await supervisorPaths();
  await Promise.all([goBuild("agent"), goBuild("server")]);
  run = runAll(paths);
}, goBuildTimeoutMs);

test("every rule of the specification and every trap stands here once", () => {
  const numbers = (letter: string, count: number, digits: number) =>
    Array.from({ length: count }, (_, index) => `${letter}-${String(index + 1).padStart(digits, "0")}`);
  expect(rules.map(({ id }) => id)).toEqual([...numbers("C", 140, 3), ...numbers("S", 62, 3), ...numbers("T", 29, 2)]);
});

describe("ours", () => {
  for (const { id, title, trial } of rules) {
    const allowed =
      trial.kind === "open" || trial.kind === "does not apply" ? [trial.kind] : ["pass", "does not apply"];
    const held = async () => {
      const result = await run.ours(id);
      expect(result.kind === "fail" ? result.detail : "").toBe("");
      expect(allowed).toContain(result.kind);
    };
    if (knownFailures.has(id)) test.failing(`${id} ${title}`, held);
    else test(`${id} ${title}`, held);
  }
});

/** The last column is the Go reference's: what it does within a few seconds is not ours to promise. */
function withoutReference(rows: readonly string[]): string[] {
  return rows.map((row) => row.replace(/\|[^|]*\|$/, ""));
}

test("docs/conformance.md has the results of this run", async () => {
  expect(withoutReference(await rowsInDocument())).toEqual(withoutReference(rowsOf(await documentOf(run))));
});
