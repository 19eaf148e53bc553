import type { Files } from "../runtime/ports.ts";
import { type PackagesRecord, packagesRecord } from "./packages-record.ts";
import type { StoragePaths } from "./paths.ts";

export interface ChangeRecordOptions {
  files: Pick<Files, "lock" | "readIfPresent" | "write">;
  paths: Pick<StoragePaths, "lock" | "supervisorPackagesRecord">;
  pid: number;
  /** What it is to be. */
  change(record: PackagesRecord): PackagesRecord | Promise<PackagesRecord>;
}

/**
 * Changes what is known of packages of the supervisor itself while no supervisor has the storage directory open. `false` where one
 * has, where there is no such record, or where it cannot be read: nothing is changed then. Rejects where it cannot be written.
 */
export async function changeSupervisorRecord({ files, paths, pid, change }: ChangeRecordOptions): Promise<boolean> {
  const lock = await files.lock(paths.lock, `${pid}\n`);
  if (!lock.held) return false;
  try {
    const data = await files.readIfPresent(paths.supervisorPackagesRecord);
    const record = data && parse(data);
    if (record === undefined) return false;
    const next = await change(record);
    if (next !== record) await files.write(paths.supervisorPackagesRecord, packagesRecord.render(next));
    return true;
  } finally {
    lock.release();
  }
}

function parse(data: Uint8Array): PackagesRecord | undefined {
  try {
    return packagesRecord.parse(data);
  } catch {
    return undefined;
  }
}
