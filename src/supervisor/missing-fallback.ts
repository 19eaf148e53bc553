import type { SupervisorConfig } from "../config/types.ts";
import { errorCode } from "../runtime/error-code.ts";
import type { Runtime } from "../runtime/ports.ts";

export interface MissingFallbackOptions {
  config: SupervisorConfig;
  runtime: Pick<Runtime, "files">;
}

/** A fallback that is not there is found now, and not when it is needed. */
export async function missingFallback({ config, runtime }: MissingFallbackOptions): Promise<string | undefined> {
  for (const file of config.agent.startupFallbackConfigs) {
    const fault = await runtime.files.stat(file).then(
      (found) => (found?.kind === "file" ? undefined : "there is no such file"),
      (error: unknown) => errorCode(error) ?? String(error),
    );
    if (fault !== undefined) return `agent::startup_fallback_configs: ${file}: ${fault}`;
  }
  return undefined;
}
