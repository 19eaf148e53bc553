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
  const tried = all.filter(({ trial }) => trial.kind !== "open" && trial.kind !== "does not apply");
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

/** The cells of each table row of a document, without what a formatter may add for the eye. */
export function rowsOf(text: string): string[] {
  const rows = text.split("\n").filter((line) => /^\| [CST]-\d/.test(line));
  return rows.map((line) =>
    line
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim())
      .join("|"),
  );
}

export async function rowsInDocument(): Promise<string[]> {
  return rowsOf(await readFile(documentFile, "utf8"));
}
