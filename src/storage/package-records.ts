import type { PackagesAvailable, PackageStatuses } from "../opamp/wire/messages.ts";
import { type PackagesRecord, packagesRecord } from "./packages-record.ts";
import type { StoragePaths } from "./paths.ts";
import type { StateChanges } from "./state-changes.ts";
import { renderPackages, renderPackageStatuses } from "./wire-records.ts";

export interface PackageRecordsOptions {
  changes: Pick<StateChanges, "put" | "update">;
  paths: StoragePaths;
}

/** What the storage directory keeps of packages, beside the packages themselves. All reject with a `StorageError`. */
export class PackageRecords {
  readonly #changes: Pick<StateChanges, "put" | "update">;
  readonly #paths: StoragePaths;

  constructor({ changes, paths }: PackageRecordsOptions) {
    this.#changes = changes;
    this.#paths = paths;
  }

  /**
   * Which runs, which are there, which is tried, which have failed: one file, so that each change of it is whole. None overtakes
   * what was to be written before it: which add-ons go with which configuration is told by the order.
   */
  save(packages: PackagesRecord): Promise<void> {
    const content = packagesRecord.render(packages);
    return this.#changes.update(this.#paths.packagesRecord, {}, () => ({ content, part: { packages } }));
  }

  /** The same of packages of the supervisor itself. */
  saveSupervisor(supervisorPackages: PackagesRecord): Promise<void> {
    const content = packagesRecord.render(supervisorPackages);
    return this.#changes.put(this.#paths.supervisorPackagesRecord, content, { supervisorPackages });
  }

  /** The offer that is under work; `undefined` removes the record. */
  async saveOffer(receivedPackages: PackagesAvailable | undefined): Promise<void> {
    const data = receivedPackages && renderPackages(receivedPackages);
    await this.#changes.put(this.#paths.receivedPackages, data, { receivedPackages });
  }

  /** What the server is told. */
  async saveStatuses(packageStatuses: PackageStatuses): Promise<void> {
    await this.#changes.put(this.#paths.packageStatuses, renderPackageStatuses(packageStatuses), { packageStatuses });
  }
}
