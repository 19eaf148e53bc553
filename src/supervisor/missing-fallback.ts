import type { SupervisorConfig } from "../config/types.ts";
import { errorCode } from "../runtime/error-code.ts";
import type { Files } from "../runtime/ports.ts";

/** Why a fallback configuration cannot be had: that is found at the start, and not when it is needed. `undefined` where all are there. */
export async function missingFallback({
  config,
  runtime,
}: {
  config: Pick<SupervisorConfig, "agent">;
  runtime: { files: Pick<Files, "stat"> };
}): Promise<string | undefined> {
  for (const file of config.agent.startupFallbackConfigs) {
    const fault = await runtime.files.stat(file).then(
      (found) => (found?.kind === "file" ? undefined : "there is no such file"),
      (error: unknown) => errorCode(error) ?? String(error),
    );
    if (fault !== undefined) return `agent::startup_fallback_configs: ${file}: ${fault}`;
  }
  return undefined;
}
