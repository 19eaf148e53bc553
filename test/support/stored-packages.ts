import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { type PackagesRecord, packagesRecord } from "../../src/storage/packages-record.ts";
import { storagePaths } from "../../src/storage/paths.ts";

/** What lies in the storage directory of packages, as another process writes it. */
export class StoredPackages {
  readonly #paths;

  constructor(storage: string) {
    this.#paths = storagePaths(storage);
  }

  /** Whether the file of the storage directory is there. */
  has(name: "receivedPackages" | "packageStatuses" | "packages"): boolean {
    return existsSync(this.#paths[name]);
  }

  /** Never half of one. */
  get record(): PackagesRecord | undefined {
    return existsSync(this.#paths.packagesRecord)
      ? packagesRecord.parse(readFileSync(this.#paths.packagesRecord))
      : undefined;
  }

  /** Bytes of the file of this name beside the program; `undefined`: there is none. */
  sizeOf(name: string): number | undefined {
    const path = this.pathOf(name);
    return path === undefined ? undefined : statSync(path, { throwIfNoEntry: false })?.size;
  }

  pathOf(name: string): string | undefined {
    const { packages } = this.#paths;
    const directories = existsSync(packages) ? readdirSync(packages) : [];
    return directories.map((directory) => join(packages, directory, name)).find((path) => existsSync(path));
  }

  /** Resolves when it is as wanted. Files of another process tell of no change that could be waited for in order. */
  async until(condition: (stored: this) => boolean): Promise<void> {
    while (!condition(this)) await Bun.sleep(1);
  }
}
