import { test } from "bun:test";

import fc from "fast-check";

import { allProperties } from "../../../support/robust/all.ts";

test.each(allProperties)("$name", async ({ property, runs }) => {
  await fc.assert(property, { numRuns: runs });
});
