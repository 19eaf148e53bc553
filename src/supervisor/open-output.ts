import { AgentLog } from "../collector/agent-log.ts";
import type { CollectorOutput } from "../collector/output.ts";
import { PassedOutput, type PassedOutputOptions } from "../collector/passed-output.ts";
import type { SupervisorConfig } from "../config/types.ts";
import type { Runtime } from "../runtime/ports.ts";
import type { Storage } from "../storage/storage.ts";
import type { Log } from "../telemetry/log.ts";

export interface OpenOutputOptions {
  config: SupervisorConfig;
  runtime: Runtime;
  storage: Storage;
  log: Log;
  /** Where passed lines of the Collector go, and their form. */
  passing: Pick<PassedOutputOptions, "sinks" | "encoding">;
}

/** `secrets` are kept out of what leaves the machine by way of the supervisor's log. */
export function openOutput(
  { config, runtime, storage, log, passing }: OpenOutputOptions,
  secrets: () => readonly string[],
): CollectorOutput {
  const { passthroughLogs, logRotation, crashLogSnippetBytes: tailBytes } = config.agent;
  if (passthroughLogs) return new PassedOutput({ ...runtime, ...passing, tailBytes, secrets });
  return new AgentLog({ runtime, paths: storage.paths, log, ...logRotation });
}
