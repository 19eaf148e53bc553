import { parseArgs } from "node:util";

import { goBuild } from "../support/go-build.ts";
import { agentSections, rulesOf, serverSections } from "./catalogue.ts";
import { documentFile, documentOf } from "./document-of.ts";
import { shown } from "./document.ts";
import type { Rule } from "./rule.ts";
import { runAll } from "./run-all.ts";
import { type Result, runRule, type Subjects } from "./run-rules.ts";
import { outsideAgent, outsideServer } from "./subject/outside.ts";
import { supervisorPaths } from "./supervisor-paths.ts";

const usage = `Tries the rules of OpAMP.

  bun run conformance --server URL           a server, by a URL of ws(s) or http(s)
  bun run conformance --agent [--port 4320]  an agent that connects to ws://127.0.0.1:4320/v1/opamp; with --http by plain HTTP
  bun run conformance --docs                 ours and the Go reference, into docs/conformance.md

A rule that needs what only the owner of the other side can do is shown as not testable.
The exit code is 1 where a MUST or MUST NOT fails.`;

const { values } = parseArgs({
  options: {
    server: { type: "string" },
    agent: { type: "boolean" },
    http: { type: "boolean" },
    port: { type: "string", default: "4320" },
    docs: { type: "boolean" },
  },
});

/** Tries one rule after the other, as there is one subject, and prints each as it ends. */
async function table(rules: readonly Rule[], subjects: Subjects): Promise<number> {
  let failedMusts = 0;
  for (const rule of rules) {
    const result = await runRule(rule, subjects);
    console.log(`${rule.id}  ${rule.level.padEnd(3)}  ${shown(result).replaceAll("**", "")}  (${rule.title})`);
    if (isFailedMust(rule, result)) failedMusts += 1;
  }
  console.log(`\n${failedMusts} failed of what must be`);
  return failedMusts === 0 ? 0 : 1;
}

function isFailedMust({ level }: Rule, { kind }: Result): boolean {
  return kind === "fail" && (level === "M" || level === "MN");
}

async function writeDocument(): Promise<number> {
  const paths = await supervisorPaths();
  await Promise.all([goBuild("agent"), goBuild("server")]);
  await Bun.write(documentFile, await documentOf(runAll(paths)));
  console.log(`wrote ${documentFile}`);
  return 0;
}

async function main(): Promise<number> {
  if (values.docs) return await writeDocument();
  if (values.server !== undefined)
    return await table(rulesOf(serverSections), { server: outsideServer(values.server) });
  if (values.agent) {
    const agent = outsideAgent(Number(values.port), values.http ? "http" : "websocket");
    return await table(rulesOf(agentSections), { agent });
  }
  console.error(usage);
  return 2;
}

process.exit(await main());
