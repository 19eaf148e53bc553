import { expect, test } from "bun:test";

import { changeSupervisorRecord } from "../../../src/storage/change-record.ts";
import { noPackages, packagesRecord } from "../../../src/storage/packages-record.ts";
import { storagePaths } from "../../../src/storage/paths.ts";
import { MemoryFiles } from "../../support/memory-files.ts";

const paths = storagePaths("/state");
const path = paths.supervisorPackagesRecord;
const installed = { ...noPackages, installed: "ab" };

async function stored(content?: string): Promise<MemoryFiles> {
  const files = new MemoryFiles();
  await files.ensureDirectory("/state");
  if (content !== undefined) await files.write(path, content);
  return files;
}

test("the record is changed under the lock, which is free again then", async () => {
  const files = await stored(packagesRecord.render(installed));
  const change = () => ({ ...installed, installed: "cd" });
  expect(await changeSupervisorRecord({ files, paths, pid: 1, change })).toBe(true);
  expect(packagesRecord.parse(await files.read(path)).installed).toBe("cd");
  expect((await files.lock(paths.lock, "")).held).toBe(true);
});

test("one that stays as it is is not written", async () => {
  const files = await stored(packagesRecord.render(installed));
  const before = files.changes.length;
  await changeSupervisorRecord({ files, paths, pid: 1, change: (record) => record });
  expect(files.changes.slice(before).filter((change) => change.startsWith("write"))).toEqual([]);
});

test.each([
  ["there is none", undefined],
  ["it is none", "{}"],
])("nothing is changed where %s", async (_, content) => {
  const files = await stored(content);
  const change = () => installed;
  expect(await changeSupervisorRecord({ files, paths, pid: 1, change })).toBe(false);
});

test("nothing is changed under a supervisor that has the directory", async () => {
  const files = await stored(packagesRecord.render(installed));
  await files.lock(paths.lock, "7\n");
  expect(await changeSupervisorRecord({ files, paths, pid: 1, change: () => noPackages })).toBe(false);
  expect(packagesRecord.parse(await files.read(path)).installed).toBe("ab");
});
