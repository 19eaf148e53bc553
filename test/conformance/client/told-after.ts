import type { Received } from "../peer/exchange.ts";
import type { RawServer } from "../peer/raw-server.ts";
import type { AgentHandle } from "../subject/agent.ts";

/** Longer than any agent holds changes back, milliseconds. */
const coalescingMs = 1_500;

/**
 * What the agent has told from message `from` on, after it has taken in all that was sent and has had time to react. A
 * request for the full state ends it; asked for sooner, it would swallow what the agent was about to tell.
 */
export async function toldAfter(from: number, server: RawServer, agent: AgentHandle): Promise<Received[]> {
  await server.roundTrip();
  await agent.elapse(coalescingMs);
  await server.roundTrip();
  return await server.fence(from);
}
