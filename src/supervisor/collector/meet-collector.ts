import type { PackageConfig } from "../../config/package-types.ts";
import type { ProgramGuard } from "../../packages/program-guard.ts";
import { isBelowMinimum } from "../../packages/trust/judge-version.ts";
import type { Files } from "../../runtime/ports.ts";
import type { PackagesRecord } from "../../storage/packages-record.ts";
import { storedPackage, withRejectedPackage } from "../../storage/packages-record.ts";
import type { Storage } from "../../storage/storage.ts";
import type { Log } from "../../telemetry/log.ts";
import { storedPrograms } from "../packages/packages-state.ts";
import { saveOrTell } from "../server/save-or-tell.ts";
import type { Acquaintance, MeetOutcome } from "./acquaintance.ts";

export interface MeetCollectorOptions {
  acquaintance: Pick<Acquaintance, "meet">;
  storage: Pick<Storage, "state" | "packageRecords">;
  log: Log;
  files: Files;
  /** The operator's own. */
  executable: string;
  packagesDirectory: string;
  addonsDirectory: string;
  guard: Pick<ProgramGuard, "fault">;
  /** Whom the operator trusts, and the oldest version that may run. */
  package: Pick<PackageConfig, "verifier" | "minimumVersion">;
  /** Milliseconds since the Unix epoch. */
  now: number;
  stop: AbortSignal;
}

/**
 * Gets to know the Collector that is to run: the program of a package, where one is installed and can be used, else the one before
 * it, in the end the operator's own. A package that was broken meanwhile keeps no Collector from running.
 */
export async function meetCollector(options: MeetCollectorOptions): Promise<MeetOutcome> {
  const { acquaintance, executable, packagesDirectory, stop, log } = options;
  for (let record = await settled(options); ;) {
    const { installed } = storedPrograms(record, packagesDirectory);
    const outcome = await acquaintance.meet(installed?.path ?? executable);
    if (outcome.learned || installed === undefined || stop.aborted) return outcome;
    const reason = `${outcome.code}: starting: ${outcome.message}`;
    log.error("The Collector's program of a package cannot be used; what was before it runs", {
      version: installed.version,
      reason,
    });
    record = without(record, { reason, isCondemned: outcome.blameless !== true }, options);
    await keep(record, options);
  }
}

async function settled(options: MeetCollectorOptions): Promise<PackagesRecord> {
  const { storage, packagesDirectory: directory, log } = options;
  const { packages: record } = storage.state;
  const hasAddons = record.addons !== undefined && record.addons.here.length > 0;
  if (record.versions.length === 0 && record.installed === undefined && !hasAddons) return record;
  const { settleInstalled } = await import("../../packages/settle-installed.ts");
  const { minimumVersion } = options.package;
  const outcome = await settleInstalled({ ...options, minimumVersion, record, directory });
  for (const note of outcome.notes) log.warn("Packages", { reason: note });
  if (outcome.record !== record) await keep(outcome.record, options);
  return await judgeTrust(outcome.record, options);
}

/**
 * What runs was verified when it came. To stop it because a key is exchanged would cost an outage, so that is told. An add-on that
 * nothing runs with has to come anew.
 */
async function judgeTrust(record: PackagesRecord, options: MeetCollectorOptions): Promise<PackagesRecord> {
  const { files, log } = options;
  const { trustFault } = await import("../../packages/trust/verifier-print.ts");
  const faultOf = (verifier: string | undefined) => trustFault(verifier, options.package.verifier, files);
  const installed = storedPackage(record, record.installed);
  const fault = installed && (await faultOf(installed.verifier));
  if (fault !== undefined) log.warn("The Collector's program was not verified as packages are now", { reason: fault });
  if (record.addons === undefined) return record;
  const { distrustAddons } = await import("../../packages/distrust-addons.ts");
  const { addons, notes } = await distrustAddons(record.addons, faultOf);
  for (const reason of notes) log.warn("An add-on in force was not verified as packages are now", { reason });
  if (addons === record.addons) return record;
  const next = { ...record, addons };
  await keep(next, options);
  return next;
}

async function keep(record: PackagesRecord, { storage, log }: MeetCollectorOptions): Promise<void> {
  await saveOrTell(storage.packageRecords.save(record), log);
}

/** What was before it, if that is still there and allowed. */
function without(
  record: PackagesRecord,
  { reason, isCondemned }: { reason: string; isCondemned: boolean },
  { now: at, package: rules }: MeetCollectorOptions,
): PackagesRecord {
  const hash = record.installed ?? "";
  const before = storedPackage(record, record.before?.hash);
  const installed = before && isBelowMinimum(before.ownVersion, rules.minimumVersion) ? undefined : before?.hash;
  const next = { ...record, installed, before: undefined };
  return isCondemned ? withRejectedPackage(next, { hash, reason, at }) : next;
}
