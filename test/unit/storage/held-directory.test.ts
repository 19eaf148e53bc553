import { describe, expect, mock, test } from "bun:test";

import { RemoteConfigStatuses } from "../../../src/opamp/wire/messages.ts";
import { openStorage } from "../../../src/storage/open-storage.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { MemoryFiles } from "../../support/memory-files.ts";
import { countingRandom } from "../../support/runner-world.ts";
import { TestLog } from "../../support/test-log.ts";

const directory = "/state";
const uid = new Uint8Array(16).fill(7);
const remote = { configHash: new Uint8Array([1]), config: { configMap: { "": { body: new Uint8Array([2]) } } } };
const status = {
  status: RemoteConfigStatuses.RemoteConfigStatuses_APPLIED,
  lastRemoteConfigHash: new Uint8Array([1]),
  errorMessage: "",
};

async function open(files: MemoryFiles, pid = 41) {
  const log = new TestLog();
  const opened = await openStorage({ files, log, clock: new FakeClock(), random: countingRandom(), directory, pid });
  if (!opened.opened) throw new Error(opened.reason);
  return { storage: opened.storage, log };
}

/** A storage in which something of each kind is, whose directory somebody has removed. */
async function lost() {
  const files = new MemoryFiles();
  const { storage, log } = await open(files);
  await storage.saveInstanceUid(uid);
  await storage.saveRemoteConfigStatus(status);
  await storage.saveReceivedRemoteConfig(remote);
  await storage.saveWorkingRemoteConfig(remote);
  await storage.saveLastGoodRemoteConfig(remote);
  await storage.saveOwnTelemetry({ ownLogs: { destinationEndpoint: "https://b" } });
  await storage.saveOtherConnections({ otherConnections: { a: { destinationEndpoint: "https://c" } } });
  await storage.saveCertificateRequest({ key: "k", csr: "c", form: "f", madeAt: 1 });
  await storage.saveRunning({ marker: "m", pid: 5, startedAt: 1 });
  await storage.saveTrial({ hash: "01", fingerprint: "f", begun: 1 });
  await storage.saveRejected([{ hash: "02", fingerprint: "f", binary: "b", reason: "r", at: 1 }]);
  storage.redactionKey();
  await storage.settled();
  files.lose(directory);
  let restored = 0;
  storage.hold.restored = () => (restored += 1);
  return { files, storage, log, restored: () => restored };
}

describe("a storage directory that somebody has removed", () => {
  test("is made anew with the next change, with all that it held", async () => {
    const { files, storage, log, restored } = await lost();
    await storage.saveDeaths([{ at: 1, how: "exit code 1", outOfMemory: false, remoteConfig: "", version: "" }]);
    expect(restored()).toBe(1);
    expect(log.at("warn")).toMatchObject([{ message: expect.stringContaining("made anew"), fields: { directory } }]);
    files.endOfProcess();
    expect((await open(files)).storage.state).toEqual(storage.state);
  });

  test("is made anew for the configuration of the Collector, which does not wait for changes otherwise", async () => {
    const { files, storage, restored } = await lost();
    await storage.writeEffective("a: b\n");
    expect(files.text("/state/effective.yaml")).toBe("a: b\n");
    expect(files.text("/state/persistent_state.yaml")).toContain("07070707-");
    expect(restored()).toBe(1);
  });

  test("is made anew at the end at the latest, so that the next start has its identity", async () => {
    const { files, storage } = await lost();
    await storage.close();
    expect((await open(files)).storage.state.persistent.instanceUid).toEqual(uid);
  });

  test("is locked as before", async () => {
    const { files, storage } = await lost();
    await storage.writeEffective("");
    expect(files.text("/state/lock")).toBe("41\n");
    await expect(open(files, 42)).rejects.toThrow("another supervisor (pid 41)");
    await storage.close();
    expect((await open(files, 42)).storage.state.persistent.instanceUid).toEqual(uid);
  });

  test("is not taken from another supervisor that has it by now, and nothing is written into it", async () => {
    const { files, storage, log, restored } = await lost();
    const taken = mock();
    storage.hold.taken = taken;
    await open(files, 42);
    expect(storage.hold.isTaken).toBe(false);
    expect(await storage.hold.isOurs()).toBe(false);
    expect(storage.hold.isTaken).toBe(true);
    await expect(storage.saveInstanceUid(uid)).rejects.toMatchObject({ code: "ETAKEN" });
    await expect(storage.writeEffective("")).rejects.toMatchObject({ code: "ETAKEN" });
    expect(await files.list(directory)).toEqual(["lock"]);
    expect(files.text("/state/lock")).toBe("42\n");
    expect(restored()).toBe(0);
    expect(log.at("error")).toMatchObject([{ message: expect.stringContaining("another supervisor") }]);
    expect(taken).toHaveBeenCalledTimes(1);
  });

  test("and taken by another supervisor is not taken back when that one has ended", async () => {
    const { files, storage } = await lost();
    const other = await open(files, 42);
    expect(await storage.hold.isOurs()).toBe(false);
    await other.storage.close();
    await expect(storage.saveInstanceUid(uid)).rejects.toMatchObject({ code: "ETAKEN" });
    await storage.close();
    expect(files.text("/state/persistent_state.yaml")).toBeUndefined();
  });

  test("and cannot be made anew is told, and the change fails", async () => {
    const { files, storage, log } = await lost();
    files.failOn("ensureDirectory", directory, "EROFS");
    await expect(storage.saveInstanceUid(uid)).rejects.toMatchObject({ code: "ENOENT" });
    expect(log.at("error")).toMatchObject([{ fields: { directory, error: "EROFS" } }]);
  });
});
