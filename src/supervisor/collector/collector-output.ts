import { AgentLog } from "../../collector/agent-log.ts";
import type { CollectorOutput } from "../../collector/output.ts";
import { PassedOutput, type PassedOutputOptions } from "../../collector/passed-output.ts";
import type { CollectorConnections } from "../../compose/layers.ts";
import type { SupervisorConfig } from "../../config/types.ts";
import type { Runtime } from "../../runtime/ports.ts";
import type { Storage } from "../../storage/storage.ts";
import type { Log } from "../../telemetry/log.ts";

export interface OutputOptions {
  config: SupervisorConfig;
  runtime: Runtime;
  storage: Storage;
  log: Log;
  /** Where passed lines of the Collector go, and their form. */
  passing: Pick<PassedOutputOptions, "sinks" | "encoding">;
}

/** `secrets` are kept out of what leaves the machine by way of the supervisor's log. */
export function openOutput(
  { config, runtime, storage, log, passing }: OutputOptions,
  secrets: () => readonly string[],
): CollectorOutput {
  const { passthroughLogs, logRotation, crashLogSnippetBytes: tailBytes } = config.agent;
  if (passthroughLogs) return new PassedOutput({ ...runtime, ...passing, tailBytes, secrets });
  return new AgentLog({ runtime, paths: storage.paths, log, ...logRotation });
}

/** Values that must not leave the machine in a piece of the Collector's log. */
export function secretsOf(config: SupervisorConfig, { telemetry, others }: CollectorConnections): string[] {
  const targets = [...Object.values(telemetry), ...others.values()];
  const headers = [config.server?.headers ?? [], ...targets.map((target) => target.headers)].flat();
  const proxies = targets.flatMap(({ proxy }) => proxy ?? []);
  return [...headers.map(([, value]) => value), ...proxies, ...Object.values(config.agent.env)];
}
