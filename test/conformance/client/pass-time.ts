import type { AgentHandle } from "../subject/agent.ts";

/** The seconds in which an agent whose time cannot be skipped would show its haste, milliseconds. */
const hasteMs = 3_000;

/** Lets so many milliseconds pass where the agent's time can be skipped, else those in which a hasty agent is found out. */
export async function passTime(agent: AgentHandle, ms: number): Promise<void> {
  await agent.elapse(agent.skipsTime ? ms : Math.min(ms, hasteMs));
}
