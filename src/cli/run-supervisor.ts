import { resolve } from "node:path";

import { checkReach, prepareRunAs } from "../collector/run-as.ts";
import { loadConfig } from "../config/load.ts";
import { formatProblem } from "../config/problem.ts";
import type { SupervisorConfig } from "../config/types.ts";
import type { LogOutputs } from "../runtime/log-output.ts";
import { onCrash } from "../runtime/os/crashes.ts";
import type { Stops } from "../runtime/os/stop-signals.ts";
import type { OwnProgram } from "../runtime/own-program-port.ts";
import type { Cancel, Host, Runtime } from "../runtime/ports.ts";
import type { Ties } from "../runtime/process-ports.ts";
import type { EnteredService } from "../runtime/service-port.ts";
import { openSecretBoxes, withoutKeys } from "../storage/open-secret-boxes.ts";
import { openStorage } from "../storage/open-storage.ts";
import { storagePaths } from "../storage/paths.ts";
import { SelfTelemetryGate } from "../supervisor/self-telemetry-gate.ts";
import { openUpstream } from "../supervisor/server/open-upstream.ts";
import type { SupervisorEnd, SupervisorOptions } from "../supervisor/supervisor-options.ts";
import { supervise } from "../supervisor/supervisor.ts";
import { createLog } from "../telemetry/create-log.ts";
import { LogTap } from "../telemetry/log-tap.ts";
import type { Level, Log } from "../telemetry/log.ts";
import { openSinks } from "../telemetry/sinks.ts";
import { OrderedEnd } from "./succession.ts";
import { unexpectedEnd } from "./unexpected-end.ts";
import { version } from "./version.ts";

export interface RunSupervisorOptions {
  configFile: string;
  /** Over the configuration's `telemetry.logs.encoding`. */
  encoding: "json" | "console" | undefined;
  runtime: Runtime;
  outputs: LogOutputs;
  own: OwnProgram;
  /** Gives up what was prepared for the first start of the Collector. */
  giveUpPreparation: Cancel;
  /** Called once the configuration is read and before the Collector is started: until then a signal simply ends the process. */
  listen(): Stops;
  /** What this process is as a service of Windows: warnings and errors go into the system's event log too. Default: none. */
  service?: Pick<EnteredService, "report"> | undefined;
}

/** `refused`: the configuration is wrong; nothing was started. */
export type RunEnd =
  | { ended: "stopped" }
  | { ended: "failed" }
  /** It was on trial. */
  | { ended: "tried"; proved: boolean }
  | { ended: "refused"; problems: string[] };

/** Everything from the configuration file to the ordered end. What goes wrong after the file is read is in the log. */
export async function runSupervisor(options: RunSupervisorOptions): Promise<RunEnd> {
  const { configFile, runtime, own } = options;
  const { files, host } = runtime;
  const loaded = await loadConfig({ path: configFile, files, env: host.env, os: host.os });
  if (!loaded.ok) {
    const { problems, storageDirectory } = loaded;
    if (storageDirectory !== undefined) await takeTurns(storageDirectory, tellingLog(options), options);
    return { ended: "refused", problems: problems.map(formatProblem) };
  }
  const { config, stated, warnings, problem } = loaded;
  const source = { stated, load: () => loadConfig({ path: configFile, files, env: host.env, os: host.os }) };
  const { directory } = config.storage;

  const opened = openLog(config, options);
  if (!opened.opened) return { ended: "refused", problems: [`${opened.reason} [LOG_OUTPUT]`] };
  const { log, useLevel, passing, tap } = opened;
  onCrash((error) => log.error("Unexpected error", { error: error instanceof Error ? error.stack : String(error) }));
  warnings.forEach((warning) => log.warn("Configuration", { warning }));
  if (own.role.is === "installed") await takeTurns(directory, log, options);

  const upstream = await openUpstream({ config, runtime, log });
  if (!upstream.opened) {
    if (own.role.is === "newer") await takeTurns(directory, log, options);
    return { ended: "refused", problems: upstream.problems.map((each) => formatProblem(problem(each))) };
  }
  const { connect, fileRoute, hidden, close } = upstream;
  const { outputs } = options;
  const telemetry = new SelfTelemetryGate({ config, runtime, log, tap, outputs, version });
  const stops = options.listen();
  let telemetrySent: Promise<void> | undefined;
  const sendTelemetry = () => (telemetrySent ??= telemetry.close());
  const succession = new OrderedEnd(options, stops, () => void sendTelemetry());
  const given = { source, useLevel, connect, fileRoute, hidden, passing, telemetry };
  const end = await superviseInStorage(config, log, { runtime, succession, ...given })
    .catch(unexpectedEnd)
    .finally(close);
  if (end.ended === "failed") log.error(`Cannot supervise the Collector: ${end.message}`, { code: end.code });
  const { will } = succession;
  const sent = sendTelemetry();
  const isToSucceed = end.ended === "stopped" && will.is === "handed over" && !stops.stop.aborted;
  // It goes out beside what is next: nobody waits for it while the Collector is down, for this process or for the one that watches it.
  if (!isToSucceed && own.role.is !== "trial") await sent;
  if (own.role.is === "newer") await takeTurns(directory, log, options);
  if (end.ended === "failed") return { ended: "failed" };
  if (will.is === "tried") return { ended: "tried", proved: will.proved };
  if (!isToSucceed) return { ended: "stopped" };
  const { succeed } = await import("./succeed.ts");
  const succeeded = await succeed({
    ...options,
    to: will.to,
    directory,
    stops,
    log,
  });
  await sent;
  return { ended: succeeded };
}

/**
 * The operator's own executable becomes the version that is installed, where one is: also one whose configuration it does not
 * understand, as that may be written for the other. The one that was installed notes that it has ended by its own word. Where none
 * was ever installed, nothing is loaded that knows of them.
 */
async function takeTurns(
  directory: string,
  log: Log,
  { own, runtime, giveUpPreparation }: RunSupervisorOptions,
): Promise<void> {
  if (own.role.is === "trial") return;
  const { supervisorPackagesRecord: path } = storagePaths(resolve(runtime.host.directory, directory));
  const found = await runtime.files.stat(path).catch(() => undefined);
  if (found === undefined) return;
  const { becomeInstalled, forgetStart } = await import("./become-installed.ts");
  if (own.role.is === "installed") await becomeInstalled({ own, directory, runtime, log, giveUpPreparation });
  else await forgetStart({ directory, runtime, log });
}

/** Where the configuration does not say how. */
function tellingLog({ runtime, outputs }: RunSupervisorOptions): Log {
  const write = (line: string) => outputs.open("stderr").write(line);
  return createLog({ level: "info", encoding: "json", write, clock: runtime.clock, caller: true }).log;
}

async function superviseInStorage(
  config: SupervisorConfig,
  log: Log,
  {
    runtime,
    succession,
    ...rest
  }: { runtime: Runtime; succession: OrderedEnd } & Pick<
    SupervisorOptions,
    "connect" | "fileRoute" | "hidden" | "passing" | "source" | "telemetry" | "useLevel"
  >,
): Promise<SupervisorEnd> {
  const { stops } = succession;
  const { host, processes } = runtime;
  // The Collector is known by the path of its configuration: a relative one would be that of others too.
  const directory = resolve(host.directory, config.storage.directory);
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
  return await supervise({
    config,
    runtime: keyless,
    log,
    storage: storage.storage,
    version,
    succession,
    ...rest,
    ...stops,
  });
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
  | ({ opened: true; log: Log; tap: LogTap } & Pick<SupervisorOptions, "passing" | "useLevel">)
  | { opened: false; reason: string };

function openLog(config: SupervisorConfig, options: RunSupervisorOptions): LogOpened {
  const { runtime, outputs } = options;
  const { logs } = config.telemetry;
  const encoding = options.encoding ?? logs.encoding;
  const { clock } = runtime;
  const { outputPaths, errorOutputPaths, level } = logs;
  const sinks = openSinks({ outputs, clock, outputPaths, errorOutputPaths });
  if (!sinks.opened) return { opened: false, reason: sinks.reason };
  const { write } = sinks.sinks;
  const tap = new LogTap({ holds: (config.telemetry.signals?.logs.length ?? 0) > 0 });
  const writeTo = (line: string, lineLevel: Level) => {
    write(line);
    if (lineLevel === "warn" || lineLevel === "error") options.service?.report(lineLevel, line);
  };
  const { log, useLevel } = createLog({ level, encoding, write: writeTo, clock, caller: true, tap });
  return { opened: true, log, useLevel, tap, passing: { sinks: sinks.sinks, encoding } };
}
