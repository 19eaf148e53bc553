import { type AgentState, serveAgents } from "../../../../src/opamp/server/server.ts";
import { createRuntime } from "../../../../src/runtime/shared/runtime.ts";
import { silentLog } from "../../../support/silent-log.ts";
import { emit, inputEnded } from "./line.ts";

/** Our server alone: it keeps the state of each agent and answers each message. Event: listening {port}. */
const { network, clock, random } = createRuntime();
const states = new Map<string, AgentState>();
const { port, stop } = await serveAgents<undefined>({
  network,
  clock,
  random,
  log: silentLog,
  hostname: "0.0.0.0",
  port: 0,
  capabilities: 1,
  wantComponents: false,
  admit: () => ({ accept: true, context: undefined }),
  message: ({ state }) => {
    states.set(state.instanceUid.toHex(), state);
    return undefined;
  },
  closed: ({ state }) => void states.delete(state.instanceUid.toHex()),
});
emit("listening", { port });
await inputEnded();
await stop();
