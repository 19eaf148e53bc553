import { describe, expect, test } from "bun:test";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { allSections, rulesOf } from "../../conformance/catalogue.ts";
import { documentFile, rowsInDocument } from "../../conformance/document-of.ts";
import { referenceNotes } from "../../conformance/reference-notes.ts";
import { projectRoot } from "../../support/project.ts";

const rules = rulesOf(allSections);

function numbers(letter: string, count: number, digits: number): string[] {
  return Array.from({ length: count }, (_, index) => `${letter}-${String(index + 1).padStart(digits, "0")}`);
}

/** 140 rules for agents, 62 for servers, 29 traps, by the count of the specification at the revision that we go by. */
const all = [...numbers("C", 140, 3), ...numbers("S", 62, 3), ...numbers("T", 29, 2)];

describe("every rule of OpAMP", () => {
  test("stands in the suite once, without gaps", () => {
    expect(rules.map(({ id }) => id)).toEqual(all);
  });

  test("stands in the document once, with a result of ours", async () => {
    const rows = (await rowsInDocument()).map((row) => row.split("|"));
    expect(new Set(rows.map(([, id]) => id))).toEqual(new Set(all));
    expect(rows).toHaveLength(all.length);
    expect(rows.filter(([, , , , ours]) => !ours || ours === "–")).toEqual([]);
  });

  test("that another suite proves names a test that is there", async () => {
    for (const { id, trial } of rules) {
      if (trial.kind !== "elsewhere") continue;
      const text = await readFile(join(projectRoot, trial.file), "utf8");
      expect([id, text.includes(`"${trial.test}"`)]).toEqual([id, true]);
    }
  });
});

test("each failure of the Go reference has a reason, and nothing else has", async () => {
  const failed = (await rowsInDocument())
    .map((row) => row.split("|"))
    .filter(([, , , , , reference = ""]) => /^(?:\*\*fail\*\*|left to the owner)/.test(reference));
  expect(Object.keys(referenceNotes)).toEqual(failed.map(([, id = ""]) => id).sort());
});

test("the document has a reason for each failure of the Go reference", async () => {
  const text = await readFile(documentFile, "utf8");
  for (const { why } of Object.values(referenceNotes)) expect(text).toContain(why);
});
