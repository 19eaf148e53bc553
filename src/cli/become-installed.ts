import { resolve } from "node:path";

import { settleSupervisor, withoutInstalled } from "../packages/settle-supervisor.ts";
import type { OwnProgram } from "../runtime/own-program-port.ts";
import type { Cancel, Runtime } from "../runtime/ports.ts";
import { changeSupervisorRecord } from "../storage/change-record.ts";
import type { PackagesRecord } from "../storage/packages-record.ts";
import { storagePaths } from "../storage/paths.ts";
import { errorText } from "../telemetry/error-text.ts";
import type { Log } from "../telemetry/log.ts";

export interface BecomeInstalledOptions {
  own: OwnProgram;
  /** The storage directory. */
  directory: string;
  runtime: Pick<Runtime, "files" | "host" | "clock">;
  log: Log;
  /** What was prepared for the start of a Collector is of no use to another program. */
  giveUpPreparation: Cancel;
}

/**
 * The operator's own executable was started: where a package of the supervisor is installed, this process becomes that one. It
 * returns where this one is to go on. What stands in the way keeps no Collector from running.
 */
export async function becomeInstalled(options: BecomeInstalledOptions): Promise<void> {
  const { own, runtime, log, giveUpPreparation } = options;
  const { files, host, clock } = runtime;
  const paths = storagePaths(resolve(host.directory, options.directory));
  const directory = paths.supervisorPackages;
  const notes: string[] = [];
  let program: { path: string; version: string } | undefined;
  try {
    const obstacle = await own.obstacle();
    if (obstacle !== undefined) {
      return log.warn("A package of the supervisor is not run", { code: obstacle.code, reason: obstacle.reason });
    }
    await changeSupervisorRecord({
      files,
      paths,
      pid: host.pid,
      change: async (record) => {
        const executable = own.installed;
        const settled = await settleSupervisor({ record, directory, executable, files, now: clock.now() });
        notes.push(...settled.notes);
        ({ program } = settled);
        return settled.record;
      },
    });
    notes.forEach((reason) => log.warn("Packages of the supervisor", { reason }));
    if (program === undefined) return;
    log.info("The supervisor of a package takes over", program);
    giveUpPreparation();
    const code = await own.become(program.path, { is: "newer" });
    const reason = `${code}: starting: ${program.version} cannot be executed`;
    log.error("The supervisor of a package cannot be used", { reason });
    await changeSupervisorRecord({
      files,
      paths,
      pid: host.pid,
      change: (record) => withoutInstalled(record, reason, clock.now()),
    });
  } catch (error) {
    log.error("Cannot look for a package of the supervisor", { error: errorText(error) });
  }
}

/** The one that was started ends by its own word: that is no sign that it cannot bring the Collector up. */
export async function forgetStart({
  directory,
  runtime,
  log,
}: Omit<BecomeInstalledOptions, "own" | "giveUpPreparation">): Promise<void> {
  const { files, host } = runtime;
  const paths = storagePaths(resolve(host.directory, directory));
  const change = (record: PackagesRecord) =>
    record.trial !== undefined && record.trial.hash === record.installed ? { ...record, trial: undefined } : record;
  await changeSupervisorRecord({ files, paths, pid: host.pid, change }).catch((error: unknown) =>
    log.warn("Cannot note that the supervisor has ended in order", { error: errorText(error) }),
  );
}
