import { expect, test } from "bun:test";

import { ConnectionSettingsStatuses } from "../../../../src/opamp/wire/messages.ts";
import { openStorage } from "../../../../src/storage/open-storage.ts";
import type { Storage } from "../../../../src/storage/storage.ts";
import { keepOfferedConnection } from "../../../../src/supervisor/server/keep-offered-connection.ts";
import { FakeClock } from "../../../support/fake-clock.ts";
import { errno, MemoryFiles } from "../../../support/memory-files.ts";
import { countingRandom } from "../../../support/runner-world.ts";
import { supervisorConfig } from "../../../support/supervisor-config.ts";
import { TestLog } from "../../../support/test-log.ts";

const settings = { destinationEndpoint: "wss://new" };
const { ConnectionSettingsStatuses_APPLIED: applied, ConnectionSettingsStatuses_FAILED: failed } =
  ConnectionSettingsStatuses;

/** What another process finds there after the one before was killed. */
async function opened(files: MemoryFiles): Promise<Storage> {
  files.endOfProcess();
  const options = { log: new TestLog(), clock: new FakeClock(), random: countingRandom(), directory: "/state", pid: 1 };
  const result = await openStorage({ files, ...options });
  if (!result.opened) throw new Error(result.reason);
  return result.storage;
}

function keep(storage: Storage, endpoint: string): Promise<void> {
  const config = supervisorConfig({ server: { endpoint }, capabilities: { acceptsOpampConnectionSettings: true } });
  return keepOfferedConnection({ config, storage, log: new TestLog() });
}

function told(status: ConnectionSettingsStatuses) {
  return { status, lastConnectionSettingsHash: new Uint8Array([1]), errorMessage: "" };
}

test("what was offered over another `server` is never there without its status, wherever the supervisor is killed", async () => {
  for (let writes = 0; ; writes += 1) {
    const files = new MemoryFiles();
    const before = await opened(files);
    await keep(before, "wss://own");
    await before.saveConnection(settings);
    await before.saveSettingsStatus(told(applied));
    let left = writes;
    files.intercept = ({ method }) => {
      if (method !== "write" && method !== "remove") return;
      if (left === 0) throw errno("EIO");
      left -= 1;
    };
    await keep(await opened(files), "wss://other");
    files.intercept = () => {};
    const { connection, persistent } = (await opened(files)).state;
    if (connection === undefined) expect(persistent.settingsStatus).toBeUndefined();
    const last = await opened(files);
    await keep(last, "wss://other");
    expect(last.state.connection).toBeUndefined();
    expect(last.state.persistent.settingsStatus).toBeUndefined();
    if (left > 0) return expect(writes).toBeGreaterThan(2);
  }
});

test("a failure with another `server` is forgotten, so that the same offer is made again", async () => {
  const files = new MemoryFiles();
  const storage = await opened(files);
  await keep(storage, "wss://own");
  await storage.saveSettingsStatus(told(failed));
  await keep(storage, "wss://own");
  expect(storage.state.persistent.settingsStatus).toMatchObject({ status: failed });
  await keep(storage, "wss://other");
  expect(storage.state.persistent.settingsStatus).toBeUndefined();
});
