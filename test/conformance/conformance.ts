import { withFoot } from "../../scripts/docs/foot.ts";
import { errorMessage } from "../../src/runtime/error-message.ts";
import { goBuild } from "../support/go-build.ts";
import { agentSections, rulesOf, serverSections } from "./catalogue.ts";
import { readCommandLine, usage } from "./command-line.ts";
import { documentFile, documentOf } from "./document-of.ts";
import { levelNames } from "./document.ts";
import { RawAgent } from "./peer/raw-agent.ts";
import type { RawServer } from "./peer/raw-server.ts";
import type { Rule } from "./rule.ts";
import { runAll } from "./run-all.ts";
import { type Result, runRule, type Subjects } from "./run-rules.ts";
import { outsideAgent, type OutsideServer, outsideServer } from "./subject/outside.ts";
import { supervisorPaths } from "./supervisor-paths.ts";

/** Tries one rule after the other, as there is one subject, prints each as it ends, and what failed once more. */
async function table(rules: readonly Rule[], subjects: Subjects): Promise<number> {
  const results = [];
  for (const rule of rules) {
    const result = await runRule(rule, subjects);
    results.push({ rule, result });
    console.log(lineOf(rule, result));
  }
  const failed = results.filter(({ result }) => result.kind === "fail");
  if (failed.length > 0) console.log(`\nFailed:`);
  for (const { rule, result } of failed) console.log(lineOf(rule, result));
  const counts = Map.groupBy(results, ({ result }) => result.kind);
  console.log(`\n${[...counts].map(([kind, of]) => `${of.length} ${kind}`).join(", ")}`);
  const musts = failed.filter(({ rule: { level } }) => level === "M" || level === "MN");
  console.log(`${musts.length} failed of what MUST or MUST NOT be`);
  return musts.length === 0 ? 0 : 1;
}

function lineOf({ id, level, title }: Rule, result: Result): string {
  const why = result.kind === "fail" ? result.detail : "reason" in result ? result.reason : undefined;
  const text = `${id}  ${levelNames[level].padEnd(10)}  ${result.kind.padEnd(14)}  ${title}`;
  return why === undefined ? text : `${text}\n${" ".repeat(35)}→ ${why}`;
}

async function tryServer(server: OutsideServer, rules: readonly Rule[]): Promise<number> {
  const subject = outsideServer(server);
  const [transport = "websocket"] = subject.transports;
  const running = await subject.start({});
  try {
    await using agent = await RawAgent.connect({ url: running.url(transport), transport, ...running.reach });
    await agent.describe();
  } catch (error) {
    console.error(`no agent gets in at ${running.url(transport)}: ${errorMessage(error)}`);
    if (/certificate/i.test(errorMessage(error))) console.error("--ca FILE names the authority to trust");
    return 2;
  }
  return await table(rules, { server: subject });
}

/** Longest wait for the agent to be there, milliseconds. */
const arrivalMs = 120_000;

async function tryAgent(options: Parameters<typeof outsideAgent>[0], rules: readonly Rule[]): Promise<number> {
  const agent = outsideAgent(options);
  console.log(`waiting for an agent at ${agent.server.url()}`);
  if (await arrives(agent.server)) return await table(rules, { agent });
  console.error(`no agent has come within ${arrivalMs / 1000} s`);
  return 2;
}

async function arrives(server: RawServer): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(() => resolve(false), arrivalMs);
  const first = server.message("a first message", () => true).then(() => true);
  return await Promise.race([first, late]).finally(() => clearTimeout(timer));
}

async function writeDocument(): Promise<number> {
  const paths = await supervisorPaths();
  await Promise.all([goBuild("agent"), goBuild("server")]);
  await Bun.write(documentFile, withFoot("conformance.md", await documentOf(runAll(paths))));
  console.log(`wrote ${documentFile}`);
  return 0;
}

async function main(): Promise<number> {
  const asked = await readCommandLine(process.argv.slice(2));
  if (asked.kind === "docs") return await writeDocument();
  if (asked.kind === "help") {
    console.log(usage);
    return 0;
  }
  if (asked.kind === "misused") {
    console.error(`${asked.message}\n\n${usage}`);
    return 2;
  }
  const sections = asked.kind === "server" ? serverSections : agentSections;
  const { only } = asked;
  const rules = rulesOf(sections).filter(({ id }) => only.length === 0 || only.some((start) => id.startsWith(start)));
  if (rules.length === 0) {
    console.error(
      `no rule of ${asked.kind === "server" ? "servers (S-…)" : "agents (C-…)"} begins with ${only.join(" or ")}`,
    );
    return 2;
  }
  return asked.kind === "server" ? await tryServer(asked.server, rules) : await tryAgent(asked.agent, rules);
}

process.exit(await main());
