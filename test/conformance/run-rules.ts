import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { errorMessage } from "../../src/runtime/error-message.ts";
import { projectRoot } from "../support/project.ts";
import { Deadline } from "./deadline.ts";
import { RawServer } from "./peer/raw-server.ts";
import type { Transport } from "./peer/transport.ts";
import { type AgentContext, NotApplicable, NotTestable, type Rule, type ServerContext, type Trial } from "./rule.ts";
import type { AgentSubject } from "./subject/agent.ts";
import type { ServerSubject } from "./subject/server.ts";

/** What a rule came to with one subject. */
export type Result =
  | { kind: "pass" }
  | { kind: "fail"; detail: string }
  | { kind: "does not apply"; reason: string }
  | { kind: "not testable"; reason: string };

/** Whom the rules are tried with. */
export interface Subjects {
  agent?: AgentSubject;
  server?: ServerSubject;
  /** Whether tests of other suites speak of these subjects. Default: no. */
  own?: boolean;
}

/** Tries one rule, over each transport that it is about and the subject has; the worst result is that of the rule. */
export async function runRule(rule: Rule, { agent, server, own = false }: Subjects): Promise<Result> {
  const { trial } = rule;
  if (trial.kind === "does not apply") {
    return own ? { kind: "does not apply", reason: trial.reason } : notTestable(untried);
  }
  if (trial.kind === "elsewhere") return own ? await lookUp(trial) : notTestable(elsewhere);
  if (trial.kind === "server") {
    if (!server) return noSubject("server");
    return await overTransports(rule, server.transports, (transport) => tryServer(trial, server, transport));
  }
  if (!agent || (agent.subject !== "both" && agent.subject !== trial.subject)) return noSubject(trial.subject);
  return await overTransports(rule, agent.transports, (transport) => tryAgent(trial, agent, transport));
}

const elsewhere = "only a test of its code could show it";
const untried = "there is no test of it here";

function notTestable(reason: string): Result {
  return { kind: "not testable", reason };
}

/** A test of another suite stands for the rule as long as it is there; whether it passes is that suite's to say. */
async function lookUp({ file, test }: Extract<Trial, { kind: "elsewhere" }>): Promise<Result> {
  const text = await readFile(join(projectRoot, file), "utf8");
  return text.includes(`"${test}"`) ? { kind: "pass" } : { kind: "fail", detail: `${file} has no test "${test}"` };
}

function noSubject(subject: string): Result {
  const reason =
    subject === "agent" ? "it is about the whole agent, not about a client library" : `there is no ${subject}`;
  return notTestable(reason);
}

async function overTransports(
  { transport: mark }: Rule,
  had: readonly Transport[],
  run: (transport: Transport) => Promise<Result>,
): Promise<Result> {
  const meant: readonly Transport[] = mark === "W" ? ["websocket"] : mark === "H" ? ["http"] : ["websocket", "http"];
  const shared = meant.filter((transport) => had.includes(transport));
  if (shared.length === 0) return { kind: "does not apply", reason: `it has no ${transportName[meant[0] ?? "http"]}` };
  const results = [];
  for (const transport of shared) results.push({ transport, result: await run(transport) });
  const [worst] = results.sort((left, right) => severity[right.result.kind] - severity[left.result.kind]);
  if (worst?.result.kind !== "fail" || shared.length === 1) return worst?.result ?? { kind: "pass" };
  const failed = results.filter(({ result }) => result.kind === "fail");
  if (failed.length === shared.length) return worst.result;
  return { kind: "fail", detail: `over ${transportName[worst.transport]}: ${worst.result.detail}` };
}

const transportName: Readonly<Record<Transport, string>> = { websocket: "WebSocket", http: "plain HTTP" };

/** A rule that cannot be tried over one transport is judged by the other. */
const severity: Readonly<Record<Result["kind"], number>> = {
  "does not apply": 0,
  "not testable": 0,
  pass: 1,
  fail: 2,
};

async function tryAgent(
  trial: Extract<Trial, { kind: "agent" }>,
  subject: AgentSubject,
  transport: Transport,
): Promise<Result> {
  await using stack = new AsyncDisposableStack();
  subject.server?.reset();
  const server = subject.server ?? stack.use(new RawServer({ transport }));
  const deadline = new Deadline(subject.deadlineMs);
  const context: AgentContext = {
    transport,
    server,
    allow: (ms) => deadline.extend(ms),
    async start(options = {}) {
      const handle = await subject.start((path) => server.url(path), options, transport);
      stack.use(handle);
      server.now = () => handle.now();
      return handle;
    },
  };
  return await judge(trial.run(context), deadline, () => server.awaited);
}

async function tryServer(
  trial: Extract<Trial, { kind: "server" }>,
  subject: ServerSubject,
  transport: Transport,
): Promise<Result> {
  await using stack = new AsyncDisposableStack();
  const context: ServerContext = {
    transport,
    start: async (options = {}) => stack.use(await subject.start(options)),
    using: (resource) => stack.use(resource),
  };
  return await judge(trial.run(context), new Deadline(subject.deadlineMs), () => "an answer");
}

async function judge(running: Promise<void>, deadline: Deadline, awaited: () => string): Promise<Result> {
  const late = deadline.passed.then((): Result => ({ kind: "fail", detail: `there never came ${awaited()}` }));
  const done = running.then(
    (): Result => ({ kind: "pass" }),
    (error: unknown): Result => {
      if (error instanceof NotTestable) return { kind: "not testable", reason: error.message };
      if (error instanceof NotApplicable) return { kind: "does not apply", reason: error.message };
      return { kind: "fail", detail: errorMessage(error) };
    },
  );
  try {
    return await Promise.race([done, late]);
  } finally {
    deadline.cancel();
  }
}
