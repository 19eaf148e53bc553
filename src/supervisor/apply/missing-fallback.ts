import type { SupervisorConfig } from "../../config/types.ts";
import { errorCode } from "../../runtime/error-code.ts";
import type { Files } from "../../runtime/ports.ts";

/** A fallback that is not there is found now, and not when it is needed; `undefined` where all are there. */
export async function missingFallback(
  { agent }: Pick<SupervisorConfig, "agent">,
  files: Pick<Files, "stat">,
): Promise<string | undefined> {
  for (const file of agent.startupFallbackConfigs) {
    const fault = await files.stat(file).then(
      (found) => (found?.kind === "file" ? undefined : "there is no such file"),
      (error: unknown) => errorCode(error) ?? String(error),
    );
    if (fault !== undefined) return `agent::startup_fallback_configs: ${file}: ${fault}`;
  }
  return undefined;
}
