import { checkReach, prepareRunAs } from "../collector/run-as.ts";
import { loadConfig } from "../config/load.ts";
import { formatProblem } from "../config/problem.ts";
import type { SupervisorConfig } from "../config/types.ts";
import type { LogOutputs } from "../runtime/log-output.ts";
import { onCrash } from "../runtime/os/crashes.ts";
import type { Stops } from "../runtime/os/stop-signals.ts";
import type { Host, Runtime } from "../runtime/ports.ts";
import type { Ties } from "../runtime/process-ports.ts";
import { openSecretBoxes, withoutKeys } from "../storage/open-secret-boxes.ts";
import { openStorage } from "../storage/open-storage.ts";
import { openUpstream } from "../supervisor/open-upstream.ts";
import { supervise, type SupervisorEnd, type SupervisorOptions } from "../supervisor/supervisor.ts";
import { createLog } from "../telemetry/create-log.ts";
import type { Log } from "../telemetry/log.ts";
import { openSinks } from "../telemetry/sinks.ts";
import { unexpectedEnd } from "./unexpected-end.ts";
import { version } from "./version.ts";

export interface RunSupervisorOptions {
  configFile: string;
  /** Over the configuration's `telemetry.logs.encoding`. */
  encoding: "json" | "console" | undefined;
  runtime: Runtime;
  outputs: LogOutputs;
  /** Called once the configuration is read and before the Collector is started: until then a signal simply ends the process. */
  listen(): Stops;
}

/** `refused`: the configuration is wrong; nothing was started. */
export type RunEnd = { ended: "stopped" } | { ended: "failed" } | { ended: "refused"; problems: string[] };

/** Everything from the configuration file to the ordered end. What goes wrong after the file is read is in the log. */
export async function runSupervisor(options: RunSupervisorOptions): Promise<RunEnd> {
  const { configFile, runtime } = options;
  const { files, host } = runtime;
  const loaded = await loadConfig({ path: configFile, files, env: host.env, os: host.os });
  if (!loaded.ok) return { ended: "refused", problems: loaded.problems.map(formatProblem) };
  const { config, stated, warnings, problem } = loaded;
  const source = { stated, load: () => loadConfig({ path: configFile, files, env: host.env, os: host.os }) };

  const opened = openLog(config, options);
  if (!opened.opened) return { ended: "refused", problems: [opened.reason] };
  const { log, useLevel, passing } = opened;
  onCrash((error) => log.error("Unexpected error", { error: error instanceof Error ? error.stack : String(error) }));
  warnings.forEach((warning) => log.warn("Configuration", { warning }));

  const upstream = await openUpstream({ config, runtime, log });
  if (!upstream.opened) {
    return {
      ended: "refused",
      problems: upstream.problems.map(({ message, path }) => formatProblem(problem(message, path))),
    };
  }
  const { connect, fileRoute, hidden, close } = upstream;
  const stops = options.listen();
  const given = { source, useLevel, connect, fileRoute, hidden, passing };
  const end = await superviseInStorage(config, log, { runtime, stops, ...given })
    .catch(unexpectedEnd)
    .finally(close);
  if (end.ended === "failed") log.error(`Cannot supervise the Collector: ${end.message}`, { code: end.code });
  return { ended: end.ended };
}

async function superviseInStorage(
  config: SupervisorConfig,
  log: Log,
  {
    runtime,
    stops,
    ...rest
  }: { runtime: Runtime; stops: Stops } & Pick<
    SupervisorOptions,
    "connect" | "fileRoute" | "hidden" | "passing" | "source" | "useLevel"
  >,
): Promise<SupervisorEnd> {
  const { host, processes } = runtime;
  const { directory } = config.storage;
  const runAs = await prepareRunAs(config.agent, runtime);
  if (!runAs.possible) return { ended: "failed", code: "RUN_AS", message: runAs.reason };
  const { account } = runAs;
  const opening = await openSecretBoxes(config.storage, runtime, stops.stop);
  if (stops.stop.aborted) return { ended: "stopped" };
  if (!opening.opened) return { ended: "failed", code: "STORAGE_KEY", message: opening.reason };
  const { boxes } = opening;
  const storage = await openStorage({ ...runtime, log, directory, collectorGroup: account?.gid, boxes, pid: host.pid });
  if (!storage.opened) return { ended: "failed", code: "STORAGE", message: storage.reason };
  if (account !== undefined) {
    const reach = await checkReach({ account, executable: config.agent.executable, directory, runtime });
    if (!reach.possible) {
      await storage.storage.close();
      return { ended: "failed", code: "RUN_AS", message: reach.reason };
    }
    if (reach.warning !== undefined) log.warn(reach.warning);
  }
  if (processes.orphans === "left") {
    log.warn(
      "This is the first process of a container, on a system that does not let it clear away orphans: use an init",
    );
  }
  reportTies(processes.ties, host, log);
  const keyless = {
    ...runAs.runtime,
    host: { ...runAs.runtime.host, env: withoutKeys(runAs.runtime.host.env, config.storage) },
  };
  return await supervise({ config, runtime: keyless, log, storage: storage.storage, version, ...rest, ...stops });
}

/** Says which protection against a Collector that outlives its supervisor is off here. */
function reportTies(ties: Ties, { os }: Host, log: Log): void {
  const { parentDeathSignal, stdinLease, watcher, jobObject } = ties;
  if ((parentDeathSignal && stdinLease) || jobObject) return;
  if (!watcher) {
    log.warn("The Collector may outlive a killed supervisor: this system forbids what ties them together", { ...ties });
  } else if (os === "linux") {
    const message =
      "This system forbids what ties the Collector to the supervisor: a process of its own watches over them";
    log.warn(message, { ...ties });
  }
}

type LogOpened =
  ({ opened: true; log: Log } & Pick<SupervisorOptions, "passing" | "useLevel">) | { opened: false; reason: string };

function openLog(config: SupervisorConfig, options: RunSupervisorOptions): LogOpened {
  const { runtime, outputs } = options;
  const { logs } = config.telemetry;
  const encoding = options.encoding ?? logs.encoding;
  const { clock } = runtime;
  const { outputPaths, errorOutputPaths, level } = logs;
  const sinks = openSinks({ outputs, clock, outputPaths, errorOutputPaths });
  if (!sinks.opened) return { opened: false, reason: sinks.reason };
  const { write } = sinks.sinks;
  const { log, useLevel } = createLog({ level, encoding, write, clock, caller: true });
  return { opened: true, log, useLevel, passing: { sinks: sinks.sinks, encoding } };
}
