import type { Files } from "../runtime/ports.ts";
import type { PackagesRecord } from "../storage/packages-record.ts";
import { storedPackage, withRejectedPackage } from "../storage/packages-record.ts";
import type { Storage } from "../storage/storage.ts";
import type { Log } from "../telemetry/log.ts";
import type { Acquaintance, MeetOutcome } from "./acquaintance.ts";
import { storedPrograms } from "./packages-state.ts";
import { saveOrTell } from "./save-or-tell.ts";

export interface MeetCollectorOptions {
  acquaintance: Pick<Acquaintance, "meet">;
  storage: Pick<Storage, "state" | "packageRecords">;
  log: Log;
  files: Files;
  /** The operator's own. */
  executable: string;
  packagesDirectory: string;
  addonsDirectory: string;
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
    record = without(record, reason, options.now);
    await keep(record, options);
  }
}

async function settled(options: MeetCollectorOptions): Promise<PackagesRecord> {
  const { storage, packagesDirectory: directory, log } = options;
  const { packages: record } = storage.state;
  const hasAddons = record.addons !== undefined && record.addons.here.length > 0;
  if (record.versions.length === 0 && record.installed === undefined && !hasAddons) return record;
  const { settleInstalled } = await import("../packages/settle-installed.ts");
  const outcome = await settleInstalled({ ...options, record, directory });
  for (const note of outcome.notes) log.warn("Packages", { reason: note });
  if (outcome.record !== record) await keep(outcome.record, options);
  return outcome.record;
}

async function keep(record: PackagesRecord, { storage, log }: MeetCollectorOptions): Promise<void> {
  await saveOrTell(storage.packageRecords.save(record), log);
}

/** What was before it, if that is still there. */
function without(record: PackagesRecord, reason: string, at: number): PackagesRecord {
  const hash = record.installed ?? "";
  const installed = storedPackage(record, record.before?.hash)?.hash;
  return withRejectedPackage({ ...record, installed, before: undefined }, { hash, reason, at });
}
