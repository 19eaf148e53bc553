import type { RawServer } from "../peer/raw-server.ts";
import type { AgentHandle } from "../subject/agent.ts";

/** The server has cut the connection, and the agent has waited. Over HTTP, where there is no connection, nothing happens. */
export async function reconnected(server: RawServer, agent: AgentHandle): Promise<void> {
  if (server.transport === "http") return;
  server.cut();
  await agent.untilRetry();
}
