import { describe, expect, test } from "bun:test";

import { PackageStatusEnum } from "../../../src/opamp/wire/messages.ts";
import { openStorage } from "../../../src/storage/open-storage.ts";
import {
  noPackages,
  type PackagesRecord,
  packagesRecord,
  storedPackage,
  withRejectedPackage,
} from "../../../src/storage/packages-record.ts";
import { storagePaths } from "../../../src/storage/paths.ts";
import { removeTree } from "../../../src/storage/remove-tree.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { MemoryFiles } from "../../support/memory-files.ts";
import { countingRandom } from "../../support/runner-world.ts";
import { TestLog } from "../../support/test-log.ts";

const directory = "/state";
const paths = storagePaths(directory);

async function open(files: MemoryFiles) {
  const options = { files, log: new TestLog(), clock: new FakeClock(), random: countingRandom(), directory, pid: 1 };
  const opened = await openStorage(options);
  if (!opened.opened) throw new Error(opened.reason);
  return opened.storage;
}

const version = {
  name: "",
  version: "v2",
  ownVersion: "2",
  hash: "aa",
  contentHash: "bb",
  program: "bbbbbbbb/otelcol",
  size: 3,
  at: 1,
};
const whole: PackagesRecord = {
  versions: [version],
  installed: "aa",
  before: {},
  trial: { hash: "cc", begun: 2 },
  rejected: [{ hash: "dd", reason: "EXITED: why", at: 2 }],
  replaced: { size: 4, modifiedAt: 5.5, sha256: "ee", ownVersion: "1" },
};

describe("what is known of packages", () => {
  test("is there after a restart, whole", async () => {
    const files = new MemoryFiles();
    const storage = await open(files);
    const offer = { packages: { "": { version: "v2", hash: Uint8Array.of(1) } }, allPackagesHash: Uint8Array.of(2) };
    const statuses = {
      packages: { "": { name: "", status: PackageStatusEnum.PackageStatusEnum_InstallPending } },
      serverProvidedAllPackagesHash: Uint8Array.of(2),
    };
    await storage.packageRecords.save(whole);
    await storage.packageRecords.saveOffer(offer);
    await storage.packageRecords.saveStatuses(statuses);
    await storage.close();
    const { state } = await open(files);
    expect(state.packages).toEqual(whole);
    expect(state.receivedPackages?.packages?.[""]).toMatchObject({ version: "v2", hash: Buffer.of(1) });
    expect(state.packageStatuses?.packages?.[""]?.status).toBe(PackageStatusEnum.PackageStatusEnum_InstallPending);
  });

  test("is nothing at the first start", async () => {
    const { state } = await open(new MemoryFiles());
    expect(state).toMatchObject({ packages: noPackages, receivedPackages: undefined, packageStatuses: undefined });
  });

  test.each(["{", "[]", JSON.stringify({ versions: 1, rejected: [] })])(
    "keeps no supervisor from starting where it is %s",
    async (text) => {
      const files = new MemoryFiles();
      await open(files).then((storage) => storage.close());
      files.put(paths.packagesRecord, text);
      files.put(paths.receivedPackages, "\u0001");
      files.put(paths.packageStatuses, "\u0001");
      const { state, mishaps } = await open(files);
      expect(state).toMatchObject({ packages: noPackages, receivedPackages: undefined, packageStatuses: undefined });
      expect(mishaps).toHaveLength(3);
    },
  );

  test.each(["../../bin/sh", "/bin/sh", "bbbbbbbb/../sh", "bbbbbbbb/..", "otelcol", "bbbbbbbb/a/b"])(
    "names no program outside of its directory: %s",
    (program) => {
      const text = JSON.stringify({ ...whole, versions: [{ ...version, program }] });
      expect(() => packagesRecord.parse(Buffer.from(text))).toThrow("it is no record of packages");
    },
  );

  test("is found by the hash of a package", () => {
    expect(storedPackage(whole, "aa")).toBe(version);
    expect(storedPackage(whole, "ab")).toBeUndefined();
    expect(storedPackage(whole, undefined)).toBeUndefined();
  });

  test("has each failed package once, and the newest of them", () => {
    const failed = (hash: string, reason = "") => ({ hash, reason, at: 0 });
    const twice = withRejectedPackage(withRejectedPackage(whole, failed("x")), failed("dd", "again"));
    expect(twice.rejected).toEqual([failed("x"), failed("dd", "again")]);
    const many = Array.from({ length: 40 }, (_, at) => failed(`${at}`)).reduce(withRejectedPackage, noPackages);
    expect(many.rejected.map(({ hash }) => hash)).toEqual(Array.from({ length: 32 }, (_, at) => `${at + 8}`));
  });
});

test("a directory is removed with all that is in it", async () => {
  const files = new MemoryFiles();
  files.put("/a/b/c", "1");
  files.put("/a/d", "2");
  await expect(removeTree(files, "/a", 1)).rejects.toMatchObject({ code: "ENOTEMPTY" });
  await removeTree(files, "/a", 2);
  expect(await files.stat("/a")).toBeUndefined();
  await removeTree(files, "/a", 1);
});
