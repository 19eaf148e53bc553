import { Refused } from "../peer/raw-agent.ts";

/** The HTTP status that an attempt is refused with; 200 where it is not. */
export async function statusOf(attempt: () => Promise<unknown>): Promise<number> {
  try {
    await attempt();
    return 200;
  } catch (error) {
    if (error instanceof Refused) return error.status;
    throw error;
  }
}
