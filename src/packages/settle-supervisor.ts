import { join } from "node:path";

import { type PackagesRecord, storedPackage, withRejectedPackage } from "../storage/packages-record.ts";
import { ProgramGuard } from "./program-guard.ts";
import { settleInstalled, type SettleOptions } from "./settle-installed.ts";

/** A supervisor that was started so often in a row and has never brought the Collector up is not started again. */
export const mostStarts = 3;

/** `guard`: default: by the hash of what lies there. */
export type SettleSupervisorOptions = Pick<SettleOptions, "record" | "directory" | "executable" | "files" | "now"> &
  Partial<Pick<SettleOptions, "guard">>;

export interface SettledSupervisor {
  /** To be put on disk before anything comes of it. */
  record: PackagesRecord;
  /** What the operator is told; empty where all is as it was left. */
  notes: readonly string[];
  /** What is to run in place of the operator's own; `undefined`: that itself is. */
  program: { path: string; version: string } | undefined;
}

/**
 * Which supervisor runs when the operator's own is started. As with the Collector, a package whose program is not there as it was
 * left is none any more, and an operator who has replaced his own since has the last word. Each start of another one is counted
 * until it has brought the Collector up, so that one which cannot do that any more is gone back from, whoever starts it again.
 */
export async function settleSupervisor(options: SettleSupervisorOptions): Promise<SettledSupervisor> {
  const { now, directory } = options;
  // `agent.package.minimum_version` is one of the Collector, and add-ons are its own.
  const rules = { executableName: "the supervisor's own executable", minimumVersion: undefined, addonsDirectory: "" };
  const settled = await settleInstalled({ guard: new ProgramGuard(options), ...options, ...rules });
  const { record } = settled;
  const installed = storedPackage(record, record.installed);
  if (installed === undefined) return { ...settled, program: undefined };
  const { hash, version, program } = installed;
  const begun = record.trial?.hash === hash ? record.trial.begun + 1 : 1;
  if (begun <= mostStarts) {
    const next = { ...record, trial: { hash, begun } };
    return { ...settled, record: next, program: { path: join(directory, program), version } };
  }
  const reason = `INTERRUPTED: starting: ${version} was started ${mostStarts} times and has not brought the Collector up`;
  const back = await settleSupervisor({ ...options, record: withoutInstalled(record, reason, now) });
  return { ...back, notes: [...settled.notes, reason, ...back.notes] };
}

/**
 * What was before the installed one is installed again, if it is still there, and that one is not tried again by itself. Where the
 * operator had gone back to it, he is told by the supervisor that goes on.
 */
export function withoutInstalled(record: PackagesRecord, reason: string, at: number): PackagesRecord {
  const { before } = record;
  const installed = storedPackage(record, before?.hash)?.hash;
  const version = storedPackage(record, record.installed)?.version ?? "";
  const verdict = { reason: `withdrawn: ${reason}`, at };
  const failedRollback = before?.isWayBack === true ? { version, ...verdict, isUntold: true } : record.failedRollback;
  const back = { ...record, installed, before: undefined, trial: undefined, failedRollback };
  return withRejectedPackage(back, { hash: record.installed ?? "", ...verdict });
}
