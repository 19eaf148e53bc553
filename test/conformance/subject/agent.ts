import type { ReportedState } from "../../../src/opamp/client/client.ts";
import { AgentCapabilities } from "../../../src/opamp/wire/messages.ts";
import type { RawServer } from "../peer/raw-server.ts";
import type { Transport } from "../peer/transport.ts";

/** How a rule wants the agent; what is left out is as the agent has it by itself. */
export interface AgentOptions {
  /** Of the server's address. */
  path?: string;
  headers?: ReadonlyArray<readonly [name: string, value: string]>;
  /** Bits of AgentCapabilities. */
  capabilities?: number;
  /** Milliseconds. */
  heartbeatMs?: number;
  /** Largest message in either direction, bytes; `default`: there must be a limit, without being told. */
  maxMessageBytes?: number | "default";
  /** permessage-deflate, or gzip of requests. */
  compression?: boolean;
  /** Has no uid of its own and asks the server for one. */
  requestsUid?: boolean;
  /** A local restriction: exporters of this type may not come from the server. */
  deniedExporter?: string;
}

/** The agent under test while it runs. What it cannot be told to do throws `NotTestable`. */
export interface AgentHandle extends AsyncDisposable {
  /** Whether `elapse` and `untilRetry` skip time, which else passes by itself. */
  readonly skipsTime: boolean;
  report(state: ReportedState): Promise<void>;
  setCapabilities(capabilities: number): Promise<void>;
  sendCustomMessage(capability: string, type: string, data: Uint8Array): Promise<void>;
  /** So much time passes for the agent, milliseconds. */
  elapse(ms: number): Promise<void>;
  /** Time passes until the agent, which has lost its connection, tries again. */
  untilRetry(): Promise<void>;
  /** Milliseconds, by the clock that `elapse` moves. */
  now(): number;
  /** What the agent wrote into its log as a warning or an error. */
  complaints(): string[];
  /** Ordered end. */
  stop(): Promise<void>;
}

/** An implementation of the agent's side that the suite is pointed at. */
export interface AgentSubject {
  name: string;
  transports: readonly Transport[];
  /** What can be tried with it. */
  subject: "client" | "agent" | "both";
  /** Longest time of one rule, milliseconds. */
  deadlineMs: number;
  /** The server that all rules share, for an agent that outlives them. Default: each rule has its own. */
  server?: RawServer;
  start(url: (path?: string) => string, options: AgentOptions, transport: Transport): Promise<AgentHandle>;
}

/** Bits 0 to 15, all that the protocol defines. */
export const allAgentCapabilities = Object.values(AgentCapabilities)
  .filter((bit) => typeof bit === "number")
  .reduce((mask, bit) => mask | bit, 0);
