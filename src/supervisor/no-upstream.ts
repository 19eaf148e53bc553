import type { Client } from "../opamp/client/client.ts";

/** What is asked of the connection to the OpAMP server. */
export type Upstream = Pick<Client, "start" | "report" | "setInstanceUid" | "sendCustomMessage" | "stop">;

/** Where there is no server: what is told goes nowhere, and none of it is kept. */
export const noUpstream: Upstream = {
  start: () => {},
  report: () => [],
  setInstanceUid: () => {},
  sendCustomMessage: () => "sent",
  stop: async () => {},
};
