import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { projectRoot } from "../support/project.ts";
import { agentSections, allSections, rulesOf, serverSections, trapSections } from "./catalogue.ts";
import { conformanceDocument } from "./document.ts";
import type { Rule } from "./rule.ts";
import type { Run } from "./run-all.ts";
import type { Result } from "./run-rules.ts";

export const documentFile = join(projectRoot, "docs/conformance.md");

/** The document of a run, once all of its results are there. */
export async function documentOf(run: Run): Promise<string> {
  const all = rulesOf(allSections);
  // What has no test here, or is decided about ours alone, says nothing of the reference.
  const tried = all.filter(({ trial }) => trial.kind !== "does not apply");
  const results = async (rules: readonly Rule[], of: (id: string) => Promise<Result>) =>
    new Map(await Promise.all(rules.map(async ({ id }) => [id, await of(id)] as const)));
  return conformanceDocument({
    agents: agentSections,
    servers: serverSections,
    traps: trapSections,
    ours: await results(all, run.ours),
    reference: await results(tried, run.reference),
  });
}

/** The cells of each row of the tables of results, without what a formatter may add for the eye. */
export function rowsOf(text: string): string[] {
  const lines = text.split("\n").filter((line) => /^\| [CST]-\d/.test(line));
  const rows = lines.map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));
  return rows.filter((cells) => cells.length === resultCells).map((cells) => cells.join("|"));
}

/** Rule, level, what, ours, Go, and what stands outside the first and the last bar. */
const resultCells = 7;

export async function rowsInDocument(): Promise<string[]> {
  return rowsOf(await readFile(documentFile, "utf8"));
}
