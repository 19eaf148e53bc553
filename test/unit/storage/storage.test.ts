import { describe, expect, test } from "bun:test";

import {
  AgentCapabilities,
  type AgentRemoteConfig,
  codec,
  RemoteConfigStatuses,
} from "../../../src/opamp/wire/messages.ts";
import { openStorage } from "../../../src/storage/open-storage.ts";
import { StorageError } from "../../../src/storage/storage-error.ts";
import type { Storage } from "../../../src/storage/storage.ts";
import { renderRemoteConfig } from "../../../src/storage/wire-records.ts";
import { heartbeatWith } from "../../../src/supervisor/server/upstream-connection.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { MemoryFiles } from "../../support/memory-files.ts";
import { countingRandom } from "../../support/runner-world.ts";
import { TestLog } from "../../support/test-log.ts";

const directory = "/state";
const uid = Uint8Array.fromHex("018feed6905b7aa6ba37b0eec565de03");
const applied = {
  status: RemoteConfigStatuses.RemoteConfigStatuses_APPLIED,
  lastRemoteConfigHash: new Uint8Array([0xab]),
  errorMessage: "",
};
const remoteConfig = {
  configHash: new Uint8Array([7]),
  config: { configMap: { "": { body: new Uint8Array([1]), contentType: "" } } },
};

async function open(files: MemoryFiles, log = new TestLog()): Promise<Storage> {
  const result = await openStorage({ files, log, clock: new FakeClock(), random: countingRandom(), directory, pid: 1 });
  if (!result.opened) throw new Error(result.reason);
  return result.storage;
}

/** What another process finds there after this one was killed. */
async function reopened(files: MemoryFiles): Promise<Storage> {
  files.endOfProcess();
  return await open(files);
}

async function rejection(work: Promise<unknown>): Promise<unknown> {
  return await work.then(
    () => "not rejected",
    (error: unknown) => error,
  );
}

/** The interval with the stored settings over those of the operator, milliseconds. */
function heartbeatOf({ state }: Storage): number {
  const { AgentCapabilities_AcceptsOpAMPConnectionSettings, AgentCapabilities_ReportsHeartbeat } = AgentCapabilities;
  const capabilities = AgentCapabilities_AcceptsOpAMPConnectionSettings | AgentCapabilities_ReportsHeartbeat;
  const { connection: settings } = state;
  return heartbeatWith({ settings, endpoint: "ws://s", intervalMs: undefined, capabilities });
}

/** The state with its remote configurations as they are stored: what was read and what was given are other objects. */
function onDisk({ state }: Storage) {
  const bytes = (config: AgentRemoteConfig | undefined) => config && Buffer.from(renderRemoteConfig(config)).toHex();
  const { receivedRemoteConfig, workingRemoteConfig } = state;
  return {
    ...state,
    receivedRemoteConfig: bytes(receivedRemoteConfig),
    workingRemoteConfig: bytes(workingRemoteConfig),
  };
}

describe("what is saved", () => {
  test("has settings of the connection that only switch heartbeats off, and none where they are taken back", async () => {
    const files = new MemoryFiles();
    const storage = await open(files);
    await storage.saveConnection({ heartbeatIntervalSeconds: 0 });
    expect(storage.state.connection).toBeDefined();
    const next = await reopened(files);
    expect(heartbeatOf(next)).toBe(0);
    await next.saveConnection(undefined);
    expect((await reopened(files)).state.connection).toBeUndefined();
  });

  test("is in the state and there after the next start", async () => {
    const files = new MemoryFiles();
    const storage = await open(files);
    await storage.saveInstanceUid(uid);
    await storage.saveRemoteConfigStatus(applied);
    await storage.saveReceivedRemoteConfig(remoteConfig);
    await storage.saveWorkingRemoteConfig(remoteConfig);
    await storage.saveOwnTelemetry({ ownTraces: { destinationEndpoint: "https://t" } });
    await storage.saveRunning({ marker: "m1", pid: 77, startedAt: 5 });
    const again = await reopened(files);
    expect(again.mishaps).toEqual([]);
    expect(onDisk(again)).toEqual(onDisk(storage));
    expect(again.state.persistent).toMatchObject({ instanceUid: uid, remoteConfigStatus: applied });
    expect(again.state.receivedRemoteConfig?.configHash).toEqual(new Uint8Array([7]));
    expect(again.state.running).toEqual({ marker: "m1", pid: 77, startedAt: 5 });
  });

  test("does not change with the caller's object", async () => {
    const storage = await open(new MemoryFiles());
    const mine = uid.slice();
    const saved = storage.saveInstanceUid(mine);
    mine.fill(0);
    await saved;
    expect(storage.state.persistent.instanceUid).toEqual(uid);
  });

  test("is, for a remote configuration, the caller's object, since a copy of each record is much where it is large", async () => {
    const storage = await open(new MemoryFiles());
    await storage.saveReceivedRemoteConfig(remoteConfig);
    await storage.saveWorkingRemoteConfig(remoteConfig);
    expect(storage.state.receivedRemoteConfig).toBe(remoteConfig);
    expect(storage.state.workingRemoteConfig).toBe(remoteConfig);
  });

  test("leaves a state that was read before as it was", async () => {
    const storage = await open(new MemoryFiles());
    const before = storage.state;
    await storage.saveRunning({ marker: "m", pid: 1, startedAt: 0 });
    expect(before.running).toBeUndefined();
  });

  test("keeps only the telemetry part of the offers", async () => {
    const files = new MemoryFiles();
    const storage = await open(files);
    await storage.saveOwnTelemetry({
      hash: new Uint8Array([1]),
      opamp: { destinationEndpoint: "wss://secret" },
      ownLogs: { destinationEndpoint: "https://l" },
    });
    const stored = await files.read(storage.paths.ownTelemetry);
    const expected = codec.ConnectionSettingsOffers.encode({ ownLogs: { destinationEndpoint: "https://l" } }).finish();
    expect(stored.toHex()).toBe(expected.toHex());
  });

  test("is removed by saving nothing", async () => {
    const files = new MemoryFiles();
    const storage = await open(files);
    await storage.saveWorkingRemoteConfig(remoteConfig);
    await storage.saveOwnTelemetry({ ownLogs: {} });
    await storage.saveRunning({ marker: "m", pid: 1, startedAt: 0 });
    await storage.saveWorkingRemoteConfig(undefined);
    await storage.saveOwnTelemetry({});
    await storage.saveRunning(undefined);
    expect(storage.state).toMatchObject({
      workingRemoteConfig: undefined,
      ownTelemetry: undefined,
      running: undefined,
    });
    expect(await files.list(directory)).toEqual(["lock"]);
  });

  test("of a Collector is found under its identity", async () => {
    const files = new MemoryFiles();
    const entry = {
      identity: "sha256:1",
      allowNoPipelines: true,
      telemetryForm: "inline" as const,
      description: new Uint8Array(),
      reportedDescription: undefined,
      components: undefined,
    };
    await (await open(files)).saveKnowledge(entry);
    const again = await reopened(files);
    expect(again.knowledge("sha256:1")).toEqual(entry);
    expect(again.knowledge("sha256:2")).toBeUndefined();
  });
});

describe("changes", () => {
  test("are made in the order of the calls, also while one is slow", async () => {
    const files = new MemoryFiles();
    const storage = await open(files);
    const gate = Promise.withResolvers<void>();
    files.intercept = ({ method, path }) =>
      method === "write" && path.endsWith("state.yaml") ? gate.promise : undefined;
    const first = storage.saveInstanceUid(uid);
    const second = storage.saveReceivedRemoteConfig(remoteConfig);
    const third = storage.saveRemoteConfigStatus(applied);
    gate.resolve();
    await Promise.all([first, second, third]);
    expect(files.changes).toEqual([
      "write /state/persistent_state.yaml",
      "write /state/last_recv_remote_config.dat",
      "write /state/persistent_state.yaml",
    ]);
    expect(storage.state.persistent).toMatchObject({ instanceUid: uid, remoteConfigStatus: applied });
  });

  test("that wait are overtaken by newer ones of the same file: only the newest is made", async () => {
    const files = new MemoryFiles();
    const storage = await open(files);
    const numbered = (number: number) => ({ ...remoteConfig, configHash: new Uint8Array([number]) });
    const saves = Array.from({ length: 200 }, (_, index) => storage.saveReceivedRemoteConfig(numbered(index)));
    const other = storage.saveInstanceUid(uid);
    const last = storage.saveReceivedRemoteConfig(undefined);
    await Promise.all([...saves, other]);
    expect(files.changes).toEqual(["write /state/persistent_state.yaml"]);
    expect(storage.state.receivedRemoteConfig).toBeUndefined();
    await last;
    await storage.saveReceivedRemoteConfig(numbered(7));
    expect((await reopened(files)).state.receivedRemoteConfig?.configHash).toEqual(new Uint8Array([7]));
  });

  test("that were overtaken fail with the one that took their place", async () => {
    const files = new MemoryFiles();
    const storage = await open(files);
    files.failOn("write", storage.paths.workingRemoteConfig, "ENOSPC");
    const saves = [storage.saveWorkingRemoteConfig(remoteConfig), storage.saveWorkingRemoteConfig(remoteConfig)];
    for (const save of saves) expect(await rejection(save)).toMatchObject({ code: "ENOSPC" });
  });

  test("hold up no start of the Collector: its configuration is written past them", async () => {
    const files = new MemoryFiles();
    const storage = await open(files);
    const gate = Promise.withResolvers<void>();
    files.intercept = ({ path }) => (path.endsWith("state.yaml") ? gate.promise : undefined);
    const slow = storage.saveInstanceUid(uid);
    await storage.writeEffective("receivers: {}\n");
    expect(files.changes).toEqual(["write /state/effective.yaml (not durable)"]);
    gate.resolve();
    await slow;
  });

  test("that fail reject with code and path, change nothing, and do not hinder the next", async () => {
    const files = new MemoryFiles();
    const storage = await open(files);
    await storage.saveInstanceUid(uid);
    const before = { state: storage.state, text: files.text(storage.paths.persistentState) };
    const undo = files.failOn("write", storage.paths.persistentState, "ENOSPC");
    const failing = rejection(storage.saveRemoteConfigStatus(applied));
    const next = storage.saveReceivedRemoteConfig(remoteConfig);
    const error = await failing;
    expect(error).toBeInstanceOf(StorageError);
    expect(error).toMatchObject({ code: "ENOSPC", path: storage.paths.persistentState });
    expect(String(error)).toBe("StorageError: cannot write /state/persistent_state.yaml: ENOSPC");
    await next;
    expect(storage.state.persistent).toEqual(before.state.persistent);
    expect(files.text(storage.paths.persistentState)).toBe(before.text ?? "");
    undo();
    await storage.saveRemoteConfigStatus(applied);
    expect((await reopened(files)).state.persistent).toMatchObject({ instanceUid: uid, remoteConfigStatus: applied });
  });

  test("are all done when close() resolves, and refused from then on", async () => {
    const files = new MemoryFiles();
    const storage = await open(files);
    const saved = storage.saveInstanceUid(uid);
    await storage.close();
    await saved;
    expect(files.changes).toEqual(["write /state/persistent_state.yaml"]);
    expect(await rejection(storage.saveInstanceUid(uid))).toMatchObject({ code: "ECLOSED" });
    expect(await rejection(storage.writeEffective("x"))).toMatchObject({ code: "ECLOSED" });
  });

  test("close() is done once", async () => {
    const files = new MemoryFiles();
    const first = await open(files);
    await first.close();
    await open(files);
    await first.close();
    expect(
      (
        await openStorage({
          files,
          log: new TestLog(),
          clock: new FakeClock(),
          random: countingRandom(),
          directory,
          pid: 2,
        })
      ).opened,
    ).toBe(false);
  });

  test("refuse an instance uid of another length", async () => {
    const storage = await open(new MemoryFiles());
    expect(await rejection(storage.saveInstanceUid(uid.subarray(1)))).toBeInstanceOf(RangeError);
  });
});

describe("the key of hidden values", () => {
  test("is made when it is asked for, and is the same after a restart", async () => {
    const files = new MemoryFiles();
    const first = await open(files);
    expect(files.changes).toEqual([]);
    const key = first.redactionKey();
    expect(key).toHaveLength(32);
    expect(first.redactionKey()).toBe(key);
    await first.close();
    expect((await open(files)).redactionKey()).toEqual(key);
  });

  test("is made anew where it is damaged, and serves where it cannot be stored", async () => {
    const files = new MemoryFiles();
    const log = new TestLog();
    await (await open(files)).close();
    files.put("/state/redaction.key", "short");
    const storage = await open(files, log);
    expect(storage.mishaps).toMatchObject([{ path: "/state/redaction.key", reason: "it does not have 32 bytes" }]);
    files.failOn("write", "/state/redaction.key", "ENOSPC");
    expect(storage.redactionKey()).toHaveLength(32);
    await storage.settled();
    expect(log.at("warn").map(({ message }) => message)).toContain(
      "Cannot store the key of hidden values, which will look changed after a restart",
    );
  });
});
