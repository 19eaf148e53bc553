import { duration } from "../support/duration.ts";
import { nothing } from "./counts.ts";
import type { Counts } from "./counts.ts";
import type { Need, Supply } from "./needs.ts";
import { runBunTest } from "./run-bun-test.ts";
import type { BunTestOptions } from "./run-bun-test.ts";
import type { Suite } from "./suites.ts";

export interface SuiteContext {
  print: (line: string) => void;
  /** Whether a suite that cannot run here is a failure and not a skip. */
  requireAll: boolean;
  /** Needs that were already looked for in this run. */
  supplies: Map<Need, Supply>;
  /** Ends the suite that runs. */
  signal: AbortSignal;
  /** For tests of this file: other places and outputs than the project's own. */
  overrides?: Pick<BunTestOptions, "directory" | "output">;
}

export interface SuiteResult {
  counts: Counts;
  /** Everything that failed, in the order in which it ran: for the end of the whole run. */
  failures: readonly string[];
}

/** Sees to a suite's needs and runs it. A suite that does not run says so by name, and why. */
export async function runSuite(suite: Suite, context: SuiteContext): Promise<SuiteResult> {
  const env: Record<string, string> = {};
  for (const need of suite.needs) {
    const supply = await supplied(need, context);
    if (supply.kind === "there") Object.assign(env, supply.env);
    else return notRun(suite, need, supply, context);
  }
  const start = performance.now();
  context.print(`\n── ${suite.name}`);
  const { folder, timeoutMs, listAll, files } = suite;
  const { counts, problems, failures } = await runBunTest({
    ...context.overrides,
    folder,
    timeoutMs,
    listAll,
    ...(files && { files }),
    env,
    signal: context.signal,
  });
  for (const problem of problems) context.print(` FAIL  ${problem}`);
  context.print(`   ${suite.name} took ${duration(performance.now() - start)}`);
  return { counts, failures: [...problems, ...failures] };
}

function notRun(
  suite: Suite,
  need: Need,
  supply: Exclude<Supply, { kind: "there" }>,
  context: SuiteContext,
): SuiteResult {
  const failed = supply.kind === "broken" || context.requireAll;
  const text = `suite ${suite.name} did not run, it needs ${need.name}: ${supply.reason}`;
  context.print(`\n${failed ? " FAIL " : " SKIP "} ${text}`);
  return failed
    ? { counts: { ...nothing, failed: 1 }, failures: [text] }
    : { counts: { ...nothing, skipped: 1 }, failures: [] };
}

async function supplied(need: Need, context: SuiteContext): Promise<Supply> {
  const known = context.supplies.get(need);
  if (known !== undefined) return known;
  const start = performance.now();
  context.print(`\n── ${need.name}`);
  const supply = await need.supply((line) => context.print(`   ${line}`));
  context.supplies.set(need, supply);
  if (supply.kind === "there") context.print(`   ${supply.note}, ${duration(performance.now() - start)}`);
  return supply;
}
