import type { AgentConnection, AgentState } from "../../../src/opamp/server/server.ts";
import type { KnownAgent } from "../store/known-agents.ts";
import type { SupervisorStatus } from "./supervisor-status.ts";

/** What this server notes about one connection. */
export interface Peer {
  /** The agent that speaks on it, once it has said who it is. */
  uid: string | undefined;
  /** Serial number of the certificate in force that it has shown. Default: it has shown none. */
  certificate?: string;
  /** The URL under which the agent has reached this server. Default: the one that the page tells. */
  address?: string;
}

export type Connection = AgentConnection<Peer>;

/** An agent as the fleet holds it. */
export interface Agent extends Omit<KnownAgent, "connected"> {
  /** `undefined` while it is away. */
  connection: Connection | undefined;
  /** What its supervisor has said last since this server was started. Default: nothing. */
  supervisor?: SupervisorStatus;
}

export function knownAgent({ uid, state, connection, lastSeen }: Agent): KnownAgent {
  return { uid, state, connected: connection !== undefined, lastSeen };
}

/** Whether two states of one agent differ in nothing but their number in the sequence. */
export function saysTheSame(left: AgentState, right: AgentState): boolean {
  const [parts, others] = [partsOf(left), partsOf(right)];
  return parts.size === others.size && [...others].every(([name, part]) => parts.get(name) === part);
}

function partsOf(state: AgentState): Map<string, unknown> {
  return new Map<string, unknown>(
    Object.entries(state).filter(([name]) => name !== "sequence" && name !== "instanceUid"),
  );
}
