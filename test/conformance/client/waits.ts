import type { RawServer } from "../peer/raw-server.ts";
import type { AgentHandle } from "../subject/agent.ts";

/** Milliseconds between the first attempts, by the agent's clock, of which time is skipped in small steps. */
export async function waitsBetweenAttempts(server: RawServer, agent: AgentHandle, count: number): Promise<number[]> {
  await server.until("a first attempt", () => server.attempts.length >= 1);
  while (server.attempts.length < count) {
    const before = server.attempts.length;
    await agent.untilRetry();
    await server.until(`attempt ${before + 1}`, () => server.attempts.length > before);
  }
  return server.attempts.slice(1).map((at, index) => at - (server.attempts[index] ?? 0));
}
