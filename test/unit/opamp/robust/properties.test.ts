import { test } from "bun:test";

import fc from "fast-check";

import { allProperties } from "../../../support/robust/all.ts";

/** Milliseconds: many runs, on a machine that others use too. */
const timeout = 120_000;

test.each(allProperties)(
  "$name",
  async ({ property, runs }) => {
    await fc.assert(property, { numRuns: runs });
  },
  timeout,
);
