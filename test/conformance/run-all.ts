import { allSections, rulesOf } from "./catalogue.ts";
import type { Rule } from "./rule.ts";
import { type Result, runRule, type Subjects } from "./run-rules.ts";
import { goClient } from "./subject/go-client.ts";
import { goServer } from "./subject/go-server.ts";
import { ourClient } from "./subject/our-client.ts";
import { ourServer } from "./subject/our-server.ts";
import { ourSupervisor, type SupervisorPaths } from "./subject/our-supervisor.ts";

/** What the rules came to with ours and with the reference, while they run. */
export interface Run {
  ours(id: string): Promise<Result>;
  reference(id: string): Promise<Result>;
}

/** Rules that are tried at the same time: enough to fill the time in which they wait. The reference waits more. */
const atOnce = { ours: 4, reference: 8 };

/**
 * Tries all rules with our client, server and supervisor, then with the Go reference, whose time cannot be skipped: what
 * is said late must not be so because of ours.
 */
export function runAll(paths: SupervisorPaths): Run {
  const rules = rulesOf(allSections);
  const supervisor = ourSupervisor(paths);
  const ofAgent = ({ trial }: Rule) => trial.kind === "agent" && trial.subject === "agent";
  const subjectsOf = (rule: Rule): Subjects => ({
    agent: ofAgent(rule) ? supervisor : ourClient,
    server: ourServer,
    own: true,
  });
  const ours = inTurn(rules, atOnce.ours, (rule) => runRule(rule, subjectsOf(rule)));
  const settled = Promise.allSettled(ours.values());
  const reference = inTurn(rules, atOnce.reference, async (rule) => {
    await settled;
    return await runRule(rule, { agent: goClient, server: goServer });
  });
  return { ours: (id) => resultOf(ours, id), reference: (id) => resultOf(reference, id) };
}

/** Tries the rules, some at the same time, and gives the result of each as soon as it is there. */
function inTurn(
  rules: readonly Rule[],
  workers: number,
  run: (rule: Rule) => Promise<Result>,
): Map<string, Promise<Result>> {
  const waiting = [...rules];
  const slots = rules.map((rule) => [rule.id, Promise.withResolvers<Result>()] as const);
  const byId = new Map(slots);
  const work = async () => {
    for (let rule = waiting.shift(); rule; rule = waiting.shift()) byId.get(rule.id)?.resolve(await run(rule));
  };
  for (let worker = 0; worker < workers; worker += 1) void work();
  return new Map(slots.map(([id, { promise }]) => [id, promise]));
}

function resultOf(results: ReadonlyMap<string, Promise<Result>>, id: string): Promise<Result> {
  return results.get(id) ?? Promise.reject(new Error(`there is no rule ${id}`));
}
