import { expect, test } from "bun:test";

import { openStorage } from "../../../../src/storage/open-storage.ts";
import type { Storage } from "../../../../src/storage/storage.ts";
import { ownIdentity } from "../../../../src/supervisor/operator/own-identity.ts";
import { FakeClock } from "../../../support/fake-clock.ts";
import { MemoryFiles } from "../../../support/memory-files.ts";
import { countingRandom } from "../../../support/runner-world.ts";
import { configOf, minimal } from "../../../support/supervisor-yaml.ts";
import { TestLog } from "../../../support/test-log.ts";

const file = "/state/persistent_state.yaml";

async function opened(files: MemoryFiles): Promise<Storage> {
  const log = new TestLog();
  const options = { files, log, clock: new FakeClock(), random: countingRandom(), directory: "/state", pid: 1 };
  const result = await openStorage(options);
  if (!result.opened) throw new Error(result.reason);
  return result.storage;
}

/** One life of the supervisor on this disk and this machine. */
async function life(files: MemoryFiles, machine: string | undefined, random = countingRandom()) {
  const storage = await opened(files);
  const log = new TestLog();
  const config = await configOf(minimal);
  const { uid, clonedFrom, save } = await ownIdentity({
    config,
    storage,
    host: { machine: () => Promise.resolve(machine) },
    random,
    log,
  });
  await save();
  await storage.close();
  return { uid: uid.toHex(), clonedFrom: clonedFrom?.toHex(), log };
}

test("what a copied disk is found to be is said in the log, and stays on disk", async () => {
  const files = new MemoryFiles();
  const random = countingRandom();
  const original = await life(files, "a", random);
  expect(original.log.lines).toEqual([]);
  const copy = await life(files, "b", random);
  expect(copy.uid).not.toBe(original.uid);
  expect(copy.clonedFrom).toBe(original.uid);
  expect(copy.log.lines).toMatchObject([
    { level: "warn", message: expect.stringContaining("copy of another machine") },
  ]);
  const again = await life(files, "b", random);
  expect(again).toMatchObject({ uid: copy.uid, clonedFrom: original.uid, log: { lines: [] } });
});

test("what a copied disk holds beside the uid stays: its Collector runs on", async () => {
  const files = new MemoryFiles();
  await life(files, "a");
  files.put(
    file,
    `${files.text(file)}`.replace(
      "last_remote_config_status: null",
      "other: thing\nlast_remote_config_status: {status: 1, last_remote_config_hash: ab, error_message: ''}",
    ),
  );
  await life(files, "b");
  expect(files.text(file)).toContain("other: thing");
  expect(files.text(file)).toContain("last_remote_config_hash");
});

test("nothing is written where nothing is new", async () => {
  const files = new MemoryFiles();
  await life(files, "a");
  files.changes.length = 0;
  await life(files, "a");
  expect(files.changes.filter((change) => change.includes(file))).toEqual([]);
});

test("an id that changes at each start is said once, and the uid stays", async () => {
  const files = new MemoryFiles();
  const random = countingRandom();
  await life(files, "a", random);
  const { uid } = await life(files, "b", random);
  const third = await life(files, "c", random);
  expect(third).toMatchObject({ uid });
  expect(third.log.lines).toMatchObject([{ level: "warn", message: expect.stringContaining("changes at each start") }]);
  expect(await life(files, "d", random)).toMatchObject({ uid, log: { lines: [] } });
});

test("a uid that cannot be stored serves all the same", async () => {
  const files = new MemoryFiles();
  files.failOn("write", file, "ENOSPC");
  const { uid, log } = await life(files, "a");
  expect(uid).toHaveLength(32);
  expect(log.lines).toMatchObject([{ level: "error", message: "Could not save the supervisor's state" }]);
});
