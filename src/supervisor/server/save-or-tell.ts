import { errorMessage } from "../../runtime/error-message.ts";
import type { Log } from "../../telemetry/log.ts";

/** Waits for a write whose failure (a full disk, say) is told but must not keep the Collector from running. */
export async function saveOrTell(write: Promise<void>, log: Log): Promise<void> {
  try {
    await write;
  } catch (error) {
    log.error("Could not save the supervisor's state", { error: errorMessage(error) });
  }
}
