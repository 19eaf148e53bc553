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

describe("ours", () => {
  for (const { id, title, trial } of rules) {
    const allowed = trial.kind === "does not apply" ? [trial.kind] : ["pass", "does not apply"];
    const held = async () => {
      const result = await run.ours(id);
      expect(result.kind === "fail" ? result.detail : "").toBe("");
      expect(allowed).toContain(result.kind);
    };
    if (knownFailures.has(id)) test.failing(`${id} ${title}`, held);
    else test(`${id} ${title}`, held);
  }
});

/**
 * The rows without what the Go reference comes to where it is tried: what it does within a few seconds is not ours to
 * promise. That it is tried, or why not, is.
 */
function withoutReference(rows: readonly string[]): string[] {
  return rows.map((row) => row.replace(/\|(?:pass|\*\*fail\*\*:[^|]*|left to the owner:[^|]*)\|$/, "|tried|"));
}

/** The reference's time cannot be skipped, milliseconds. */
const referenceMs = 240_000;

test(
  "docs/conformance.md has the results of this run",
  async () => {
    expect(withoutReference(await rowsInDocument())).toEqual(withoutReference(rowsOf(await documentOf(run))));
  },
  referenceMs,
);
