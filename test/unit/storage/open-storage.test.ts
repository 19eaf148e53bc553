import { describe, expect, test } from "bun:test";

import { codec } from "../../../src/opamp/wire/messages.ts";
import { openStorage } from "../../../src/storage/open-storage.ts";
import type { Storage } from "../../../src/storage/storage.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { MemoryFiles } from "../../support/memory-files.ts";
import { countingRandom } from "../../support/runner-world.ts";
import { TestLog } from "../../support/test-log.ts";

const directory = "/var/lib/otelcol/supervisor";
const at = (name: string) => `${directory}/${name}`;
const aside = (name: string) => `${at(name)}.corrupt-20260101T000000.000Z`;
const id = "018feed6-905b-7aa6-ba37-b0eec565de03";
const remoteConfig = codec.AgentRemoteConfig.encode({
  configHash: new Uint8Array([1, 2]),
  config: { configMap: { "": { body: new Uint8Array([3]), contentType: "text/yaml" } } },
}).finish();

function attempt(files: MemoryFiles, log = new TestLog(), pid = 41) {
  return openStorage({ files, log, clock: new FakeClock(), random: countingRandom(), directory, pid });
}

async function opened(files: MemoryFiles, log?: TestLog): Promise<Storage> {
  const result = await attempt(files, log);
  if (!result.opened) throw new Error(result.reason);
  return result.storage;
}

describe("the lock", () => {
  test("keeps a second supervisor out and tells it the first one's pid", async () => {
    const files = new MemoryFiles();
    await opened(files);
    expect(files.text(at("lock"))).toBe("41\n");
    expect(await attempt(files, new TestLog(), 42)).toEqual({
      opened: false,
      reason: `another supervisor (pid 41) uses the storage directory ${directory}: stop it, or set storage.directory to a directory of its own`,
    });
  });

  test("is free again after close() and after the end of the process", async () => {
    const files = new MemoryFiles();
    await (await opened(files)).close();
    await opened(files);
    files.endOfProcess();
    expect((await attempt(files)).opened).toBe(true);
  });

  test("is freed where opening fails later", async () => {
    const files = new MemoryFiles();
    const undo = files.failOn("readIfPresent", at("persistent_state.yaml"), "EMFILE");
    expect((await attempt(files)).opened).toBe(false);
    undo();
    expect((await attempt(files)).opened).toBe(true);
  });

  test("held by a holder that has not written its pid yet is told without one", async () => {
    const files = new MemoryFiles();
    files.put(at("x"), "");
    await files.lock(at("lock"), "");
    const result = await attempt(files);
    expect(result.opened ? "" : result.reason).toStartWith("another supervisor uses the storage directory");
  });
});

describe("a directory that cannot be used is refused with path, errno and advice", () => {
  test.each([
    ["ensureDirectory", directory, "EACCES", "give the user that runs the supervisor the right"],
    ["ensureDirectory", directory, "EROFS", "the file system is read-only"],
    ["lock", at("lock"), "ENOSPC", "the disk is full"],
    ["lock", at("lock"), "EWEIRD", "check this path"],
  ] as const)("%s fails on %s with %s", async (method, path, code, advice) => {
    const files = new MemoryFiles();
    files.failOn(method, path, code);
    const result = await attempt(files);
    expect(result.opened ? "" : result.reason).toStartWith(
      `cannot use the storage directory: ${path}: ${code}; ${advice}`,
    );
  });
});

describe("an empty directory", () => {
  test("holds nothing and causes no mishap", async () => {
    const log = new TestLog();
    const storage = await opened(new MemoryFiles(), log);
    expect(storage.state).toMatchObject({
      persistent: { instanceUid: undefined, remoteConfigStatus: undefined },
      receivedRemoteConfig: undefined,
      workingRemoteConfig: undefined,
      ownTelemetry: undefined,
      knowledge: [],
      running: undefined,
    });
    expect(storage.mishaps).toEqual([]);
    expect(log.lines).toEqual([]);
  });
});

describe("the files of the Go supervisor", () => {
  test("are read", async () => {
    const files = new MemoryFiles();
    files.put(at("persistent_state.yaml"), `instance_id: ${id}\nlast_remote_config_status: null\n`);
    files.put(at("last_recv_remote_config.dat"), remoteConfig);
    files.put(at("last_working_remote_config.dat"), remoteConfig);
    const telemetry = {
      ownMetrics: { destinationEndpoint: "https://a" },
      ownLogs: { destinationEndpoint: "https://b" },
    };
    files.put(at("last_recv_own_telemetry_config.dat"), codec.ConnectionSettingsOffers.encode(telemetry).finish());
    const { state, mishaps } = await opened(files);
    expect(mishaps).toEqual([]);
    expect(state.persistent.instanceUid?.toHex()).toBe(id.replaceAll("-", ""));
    expect(state.receivedRemoteConfig?.configHash).toEqual(new Uint8Array([1, 2]));
    expect(state.workingRemoteConfig?.config?.configMap?.[""]?.contentType).toBe("text/yaml");
    expect(state.ownTelemetry).toMatchObject(telemetry);
  });
});

describe("a stored file that cannot be used", () => {
  test.each([
    ["persistent_state.yaml", "", "it is empty"],
    ["persistent_state.yaml", "just text", "not a YAML map"],
    ["last_recv_remote_config.dat", "", "it is empty"],
    ["last_working_remote_config.dat", new Uint8Array([0x78, 0x01]), "it holds no remote configuration"],
    [
      "last_recv_own_telemetry_config.dat",
      new Uint8Array([0x0a, 0x01, 0x01]),
      "it holds no settings for own telemetry",
    ],
    ["running_collector.json", '{"marker":"m"}', "it is no record of a Collector's run"],
  ])("(%s) is set aside, told in the log and listed", async (name, content, reason) => {
    const files = new MemoryFiles();
    const log = new TestLog();
    files.put(at(name), content);
    const { mishaps } = await opened(files, log);
    expect(mishaps).toEqual([{ path: at(name), reason, setAsideAs: aside(name) }]);
    expect(files.text(at(name))).toBeUndefined();
    expect(files.text(aside(name))).toBeDefined();
    expect(log.at("warn").map(({ fields }) => fields)).toEqual([{ path: at(name), reason, set_aside_as: aside(name) }]);
  });

  test("leaves the others in use", async () => {
    const files = new MemoryFiles();
    files.put(at("persistent_state.yaml"), new Uint8Array([0xff, 0xfe, 0xfd]));
    files.put(at("last_recv_remote_config.dat"), new Uint8Array([0x0a, 0x7f]));
    files.put(at("last_working_remote_config.dat"), remoteConfig);
    const { state, mishaps } = await opened(files);
    expect(mishaps.map(({ path }) => path)).toEqual([at("persistent_state.yaml"), at("last_recv_remote_config.dat")]);
    expect(state.workingRemoteConfig?.configHash).toEqual(new Uint8Array([1, 2]));
  });

  test("may be unreadable or a directory", async () => {
    const files = new MemoryFiles();
    files.put(at("last_recv_remote_config.dat"), remoteConfig);
    files.failOn("readIfPresent", at("last_recv_remote_config.dat"), "EACCES");
    files.put(at("persistent_state.yaml/inside"), "x");
    files.put(at("agent.log/inside"), "x");
    const { mishaps } = await opened(files);
    expect(mishaps.map(({ path, reason }) => [path, reason])).toEqual([
      [at("agent.log"), "it is a directory"],
      [at("persistent_state.yaml"), "it is a directory"],
      [at("last_recv_remote_config.dat"), "it cannot be read: EACCES"],
    ]);
    expect(files.text(`${aside("agent.log")}/inside`)).toBe("x");
  });

  test("that cannot be moved either is told all the same", async () => {
    const files = new MemoryFiles();
    const log = new TestLog();
    files.put(at("last_recv_remote_config.dat"), "");
    files.failOn("rename", at("last_recv_remote_config.dat"), "EACCES");
    const { mishaps } = await opened(files, log);
    expect(mishaps).toEqual([
      { path: at("last_recv_remote_config.dat"), reason: "it is empty", setAsideAs: undefined },
    ]);
    expect(log.at("warn")[0]?.fields["error"]).toBe("EACCES");
  });

  test("with a good identity keeps that, also over the next start", async () => {
    const files = new MemoryFiles();
    const content = `instance_id: ${id}\nlast_remote_config_status: {status: 77}\nall_packages_hash: 00ff\n`;
    files.put(at("persistent_state.yaml"), content);
    const first = await opened(files);
    expect(first.state.persistent.instanceUid?.toHex()).toBe(id.replaceAll("-", ""));
    expect(first.mishaps).toHaveLength(1);
    expect(files.text(aside("persistent_state.yaml"))).toBe(content);
    await first.close();
    const second = await opened(files);
    expect(second.mishaps).toEqual([]);
    expect(second.state.persistent.instanceUid).toEqual(first.state.persistent.instanceUid);
    expect(files.text(at("persistent_state.yaml"))).toContain("all_packages_hash: 00ff\n");
  });

  test("is passed over in silence where it can be learned again", async () => {
    const files = new MemoryFiles();
    files.put(at("collector_knowledge.json"), "{");
    const { state, mishaps } = await opened(files);
    expect(state.knowledge).toEqual([]);
    expect(mishaps).toEqual([]);
  });
});

test("what a killed supervisor left of a write is removed, other files stay", async () => {
  const files = new MemoryFiles();
  files.put(at(".effective.yaml.77-3.tmp"), "half");
  files.put(at(".other.tmp"), "x");
  files.put(at("notes.tmp"), "x");
  await opened(files);
  expect([".effective.yaml.77-3.tmp", ".other.tmp", "notes.tmp"].map((name) => files.text(at(name)))).toEqual([
    undefined,
    "x",
    "x",
  ]);
});
