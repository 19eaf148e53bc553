import type { OpAMPConnectionSettings } from "../../opamp/wire/messages.ts";

/**
 * Settings of the connection to the OpAMP server that the server has offered. What is not in them is as the operator has
 * it in `server`, also when that comes from files that change.
 */
export type ConnectionSettings = OpAMPConnectionSettings;

/** The machine connection: how this agent reaches its server. */
export type Connection =
  /** With what is in force: the settings that were accepted, else the operator's. */
  | { is: "steady" }
  /** Settings that were offered wait until the Collector's part of their offer has its verdict. */
  | { is: "waiting"; candidate: ConnectionSettings }
  /** The way is looked at, without a word of OpAMP, while the old connection goes on. */
  | { is: "probing"; candidate: ConnectionSettings; ticket: number }
  /** Connected, or connecting, with settings that have not proved themselves. `loss`: what went wrong last. */
  | { is: "trying"; candidate: ConnectionSettings; loss: string | undefined }
  /** The accepted settings lead nowhere: the operator's are used, and theirs is the next answer. `reason`: in words. */
  | { is: "returning"; reason: string };

/** Offered settings that did not work last. */
export interface FailedSettings {
  settings: ConnectionSettings;
  reason: string;
  /** How often in a row. */
  failures: number;
  /** Before this moment the same offer is no reason to try them again; as `Moment.elapsed`. */
  restsUntil: number;
}

/** How long the agent was without its server when it changed the connection. */
export interface ConnectionGap {
  /** Milliseconds since the Unix epoch, from the goodbye on. */
  since: number;
  /** Milliseconds until the first answer; `undefined` while it lasts. */
  lastedMs: number | undefined;
}

/** Whether the settings lead another way than the operator's: an interval of heartbeats alone does not. */
export function leadsElsewhere(settings: ConnectionSettings | undefined): boolean {
  if (settings === undefined) return false;
  const { destinationEndpoint, headers, certificate, tls, proxy } = settings;
  return Boolean(destinationEndpoint) || [headers, certificate, tls, proxy].some(Boolean);
}

/** The candidate where one is under way. */
export function candidateOf(connection: Connection): ConnectionSettings | undefined {
  return "candidate" in connection ? connection.candidate : undefined;
}
