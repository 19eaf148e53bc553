import type { RawServer } from "./peer/raw-server.ts";
import type { Transport } from "./peer/transport.ts";
import type { AgentHandle, AgentOptions } from "./subject/agent.ts";
import type { RunningServer, ServerOptions } from "./subject/server.ts";

/** MUST, MUST NOT, SHOULD, SHOULD NOT, MAY; `t`: required by lower-case text or a comment of the schema;
 * `decision`: the specification leaves it open, this project does not. */
export type Level = "M" | "MN" | "S" | "SN" | "MAY" | "t" | "decision";

/** What a rule of an agent is tried with. */
export interface AgentContext {
  transport: Transport;
  /** A server that does what the rule tells it to; the agent connects to it. */
  server: RawServer;
  /** The rule takes so much longer, milliseconds, with an agent whose time cannot be skipped. */
  allow(ms: number): void;
  /** Starts the agent under test; it ends with the rule. */
  start(options?: AgentOptions): Promise<AgentHandle>;
}

/** What a rule of a server is tried with. */
export interface ServerContext {
  transport: Transport;
  /** Starts the server under test; it ends with the rule. */
  start(options?: ServerOptions): Promise<RunningServer>;
  /** Ends with the rule. */
  using<Resource extends AsyncDisposable>(resource: Resource): Resource;
}

/** How a rule is held to. */
export type Trial =
  /** `client`: any client library; `agent`: the whole agent, here the supervisor with its Collector. */
  | { kind: "agent"; subject: "client" | "agent"; run(context: AgentContext): Promise<void> }
  | { kind: "server"; run(context: ServerContext): Promise<void> }
  /** A test of another suite, by file and name. */
  | { kind: "elsewhere"; file: string; test: string }
  | { kind: "does not apply"; reason: string };

/** One rule of the specification. */
export interface Rule {
  /** C-…: agents, S-…: servers, T-…: traps. */
  id: string;
  level: Level;
  /** W: WebSocket only, H: plain HTTP only. Default: both. */
  transport?: "W" | "H";
  /** In our own words, one line. */
  title: string;
  trial: Trial;
}

/** The rules that stand under one heading of the specification. */
export interface Section {
  heading: string;
  rules: readonly Rule[];
}

type Run<Context> = (context: Context) => Promise<void>;
type Mark = Level | `${Level} ${"W" | "H"}`;

export function clientRule(id: string, mark: Mark, title: string, run: Run<AgentContext>): Rule {
  return { ...head(id, mark, title), trial: { kind: "agent", subject: "client", run } };
}

export function agentRule(id: string, mark: Mark, title: string, run: Run<AgentContext>): Rule {
  return { ...head(id, mark, title), trial: { kind: "agent", subject: "agent", run } };
}

export function serverRule(id: string, mark: Mark, title: string, run: Run<ServerContext>): Rule {
  return { ...head(id, mark, title), trial: { kind: "server", run } };
}

export function provedElsewhere(id: string, mark: Mark, title: string, file: string, test: string): Rule {
  return { ...head(id, mark, title), trial: { kind: "elsewhere", file, test } };
}

export function doesNotApply(id: string, mark: Mark, title: string, reason: string): Rule {
  return { ...head(id, mark, title), trial: { kind: "does not apply", reason } };
}

function head(id: string, mark: Mark, title: string): Omit<Rule, "trial"> {
  const [level, transport] = mark.split(" ") as [Level, ("W" | "H")?];
  return { id, level, ...(transport && { transport }), title };
}

/** Thrown where the subject cannot be brought to what the rule is about; the reason completes "not testable, …". */
export class NotTestable extends Error {
  readonly code = "NOT_TESTABLE";
  override readonly name = "NotTestable";
}

/** Thrown where the subject does not do what the rule is about, and need not. */
export class NotApplicable extends Error {
  readonly code = "NOT_APPLICABLE";
  override readonly name = "NotApplicable";
}
