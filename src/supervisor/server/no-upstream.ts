import type { Client } from "../../opamp/client/client.ts";
import type { ProbeOutcome } from "../mind/events.ts";
import type { ConnectionSettings } from "./connection-state.ts";

/** What is asked of the connection to the OpAMP server. */
export interface Upstream extends Pick<
  Client,
  "start" | "report" | "setInstanceUid" | "sendCustomMessage" | "requestConnectionSettings" | "stop"
> {
  /** Goodbye, close, connect anew, with these settings of the server's over the operator's. `use` names them in events. */
  useConnection(settings: ConnectionSettings | undefined, use: number): void;
  /** The interval of heartbeats that these settings have. */
  useHeartbeat(settings: ConnectionSettings | undefined): void;
  /** Looks whether these settings lead to a server, beside the connection that there is. */
  probe(settings: ConnectionSettings, signal: AbortSignal): Promise<ProbeOutcome>;
}

/** Where there is no server: what is told goes nowhere, and none of it is kept. */
export const noUpstream: Upstream = {
  start: () => {},
  report: () => [],
  setInstanceUid: () => {},
  sendCustomMessage: () => "sent",
  requestConnectionSettings: () => "unsupported",
  stop: async () => {},
  useConnection: () => {},
  useHeartbeat: () => {},
  probe: async () => ({ reached: false, reason: "there is no server" }),
};
