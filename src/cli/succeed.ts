import { resolve } from "node:path";

import { withoutInstalled } from "../packages/settle-supervisor.ts";
import type { LogOutputs } from "../runtime/log-output.ts";
import type { Stops } from "../runtime/os/stop-signals.ts";
import type { OwnProgram } from "../runtime/own-program-port.ts";
import type { Files } from "../runtime/ports.ts";
import { createRuntime } from "../runtime/shared/runtime.ts";
import { changeSupervisorRecord } from "../storage/change-record.ts";
import { type PackagesRecord, packagesRecord, storedPackage, withRejectedPackage } from "../storage/packages-record.ts";
import { type StoragePaths, storagePaths } from "../storage/paths.ts";
import type { Successor } from "../supervisor/packages/self-effects.ts";
import { errorText } from "../telemetry/error-text.ts";
import type { Log } from "../telemetry/log.ts";
import { watchTrial } from "./watch-trial.ts";

export interface SucceedOptions {
  own: OwnProgram;
  to: Successor;
  /** The storage directory. */
  directory: string;
  outputs: LogOutputs;
  stops: Stops;
  log: Log;
}

/**
 * This supervisor has ended in order, and its Collector with it, so that another version can be tried. One that has proved itself is
 * what this process becomes; else it becomes what it was. It returns where it is to end, or cannot become anything.
 */
export async function succeed(options: SucceedOptions): Promise<"stopped" | "failed"> {
  const { own, to, stops, log } = options;
  // What watches over the run that has ended may not be gone yet: this is another one.
  const runtime = createRuntime();
  const paths = storagePaths(resolve(runtime.host.directory, options.directory));
  const trial = { ...options, runtime, directory: paths.directory };
  const end = await watchTrial(trial).catch((error: unknown) => {
    return { is: "failed" as const, reason: `INTERNAL: proving: ${errorText(error)}` };
  });
  if (stops.stop.aborted || end.is === "stopped") return "stopped";
  const keep = async (reason: string, change: (record: PackagesRecord) => PackagesRecord) => {
    log.error("The supervisor on trial has failed", { version: to.version, reason });
    await changeSupervisorRecord({ ...runtime, paths, pid: runtime.host.pid, change }).catch((error: unknown) =>
      log.error("Cannot keep what became of it", { error: errorText(error) }),
    );
  };
  const fail = (reason: string) => keep(reason, (record) => failed(record, to, reason, runtime.clock.now()));
  if (end.is === "failed") await fail(end.reason);
  if (end.is === "proved") {
    const since = await provedAt(runtime.files, paths, to);
    if (since === undefined) await fail("STORAGE: proving: its proof is not on disk");
    else {
      const code = await own.become(to.path, { is: to.hash === "" ? "installed" : "newer", since });
      const reason = `${code}: starting: it cannot be executed`;
      await keep(reason, (record) => withoutInstalled(record, reason, runtime.clock.now()));
    }
  }
  log.warn("The supervisor that was here before goes on", { executable: own.path });
  const is = own.role.is === "newer" ? "newer" : "installed";
  const code = await own.become(own.path, { is, since: to.since });
  log.error("Cannot go on: this process cannot run its own file again", { code });
  return "failed";
}

/** When it has proved itself and began to end, by the record that it has left; `undefined` where that does not say so. */
async function provedAt(
  files: Pick<Files, "readIfPresent">,
  { supervisorPackagesRecord: path }: StoragePaths,
  { hash, since }: Successor,
): Promise<number | undefined> {
  const data = await files.readIfPresent(path).catch(() => undefined);
  const record = data && packagesRecord.parse(data);
  if (record === undefined || record.trial !== undefined || (record.installed ?? "") !== hash) return undefined;
  return storedPackage(record, hash)?.at ?? since;
}

/** It had no verdict of its own: the supervisor that goes on tells it. */
function failed(record: PackagesRecord, { hash, version, by }: Successor, reason: string, at: number): PackagesRecord {
  const over = { ...record, trial: undefined };
  if (by === "operator") return { ...over, failedRollback: { version, reason, at, isUntold: true } };
  return withRejectedPackage(over, { hash, reason, at });
}
