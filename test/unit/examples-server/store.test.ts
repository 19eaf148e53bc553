import { Database } from "bun:sqlite";
import { expect, onTestFinished, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { openStore, type Store } from "../../../examples/server/store/open-store.ts";
import { type AgentState, mergeState } from "../../../src/opamp/server/agent-state.ts";
import { codec } from "../../../src/opamp/wire/messages.ts";
import { createClock } from "../../../src/runtime/shared/clock.ts";
import { createFiles } from "../../../src/runtime/shared/files.ts";
import { scratchDirectory } from "../../support/scratch.ts";
import { TestLog } from "../../support/test-log.ts";

const clock = createClock();

async function open(directory: string, log = new TestLog()): Promise<Store> {
  const store = await openStore({ files: createFiles({ libc: undefined }), clock, log, directory });
  onTestFinished(() => store.close());
  return store;
}

test("what was saved is there after the next start, down to the hash", async () => {
  const directory = scratchDirectory();
  const first = await open(directory);
  const saved = first.configurations.save("uid-1", "receivers: {}\n");
  first.close();
  expect((await open(directory)).configurations.get("uid-1")).toEqual(saved);
});

test("what was saved is there although the server was killed", async () => {
  const directory = scratchDirectory();
  (await open(directory)).configurations.save("uid-1", "receivers: {}\n");
  expect((await open(directory)).configurations.get("uid-1")?.text).toBe("receivers: {}\n");
});

test("everything is in one file, for its owner alone", async () => {
  const directory = scratchDirectory();
  const store = await open(directory);
  store.configurations.save("uid-1", "");
  for (const name of readdirSync(directory)) expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
  store.close();
  expect(readdirSync(directory)).toEqual(["server.sqlite"]);
});

test("nothing is known of an agent that nothing was saved for", async () => {
  const { configurations } = await open(scratchDirectory());
  configurations.save("uid-1", "");
  expect(configurations.get("uid-2")).toBeUndefined();
  expect(configurations.get("__proto__")).toBeUndefined();
});

test("empty text is an offer of one file without content, not of no file", async () => {
  const { offer } = (await open(scratchDirectory())).configurations.save("uid-1", "");
  expect(offer.message.config?.configMap).toEqual({ "": { body: new Uint8Array(), contentType: "text/yaml" } });
  expect(offer.message.configHash?.toHex()).toBe(offer.hash);
  expect(offer.hash).toHaveLength(64);
});

test("sending and verdict are kept with the text they belong to, and no verdict without a sending", async () => {
  const { configurations } = await open(scratchDirectory());
  configurations.save("uid-1", "first");
  configurations.decided("uid-1");
  expect(configurations.get("uid-1")).toMatchObject({ sentAt: null, decidedAt: null });
  configurations.sent("uid-1");
  configurations.decided("uid-1");
  const { sentAt, decidedAt } = configurations.save("uid-1", "first");
  expect(sentAt).toBeString();
  expect(decidedAt).toBeString();
  expect(configurations.save("uid-1", "second")).toMatchObject({ sentAt: null, decidedAt: null });
});

const former = { version: 1, agents: { a: { config: "receivers: {}\n", savedAt: "2026-01-02T03:04:05.678Z" } } };

function stateWith(last: number, hash: Uint8Array): AgentState {
  const components = { receivers: { subComponentMap: { otlp: {} } } };
  const message = { instanceUid: new Uint8Array(16).fill(last), availableComponents: { hash, components } };
  return mergeState(undefined, codec.AgentToServer.decode(codec.AgentToServer.encode(message).finish()));
}

test("components that agents share are kept once, and are whole after the next start", async () => {
  const directory = scratchDirectory();
  const first = await open(directory);
  const hash = new Uint8Array(32).fill(7);
  for (const last of [1, 2]) {
    first.agents.save({ uid: `uid-${last}`, state: stateWith(last, hash), connected: true, lastSeen: 1 });
  }
  first.agents.save({ uid: "uid-3", state: stateWith(3, Uint8Array.of(7)), connected: true, lastSeen: 1 });
  first.agents.left("uid-1");
  first.close();
  const [one, two, three] = (await open(directory)).agents.all();
  expect([one?.connected, two?.connected]).toEqual([false, true]);
  expect(two?.state.availableComponents).toBe(one?.state.availableComponents ?? {});
  for (const known of [one, three]) expect(known?.state.availableComponents?.components).toHaveProperty("receivers");
  const maps = new Database(join(directory, "server.sqlite"))
    .query("SELECT count(*) AS count FROM component_map")
    .get();
  expect(maps).toEqual({ count: 1 });
});

test("the database of an older server is brought up to date", async () => {
  const directory = scratchDirectory();
  const before = await open(directory);
  before.configurations.save("uid-1", "kept");
  before.agents.save({ uid: "uid-1", state: stateWith(1, Uint8Array.of(7)), connected: true, lastSeen: 1 });
  before.close();
  const database = new Database(join(directory, "server.sqlite"));
  for (const table of [
    "component_map",
    "connection_settings",
    "connection_offer",
    "certificate",
    "certificate_request",
    "setting",
    "package",
    "package_choice",
    "package_offer",
  ]) {
    database.run(`DROP TABLE ${table}`);
  }
  database.run("PRAGMA user_version = 1");
  database.close();
  const after = await open(directory);
  expect(after.configurations.get("uid-1")?.text).toBe("kept");
  after.agents.save({ uid: "uid-2", state: stateWith(2, new Uint8Array(32)), connected: true, lastSeen: 1 });
  expect(after.agents.all()).toHaveLength(2);
});

test("what is known of an agent moves to its new uid", async () => {
  const store = await open(scratchDirectory());
  store.configurations.save("old", "text");
  store.agents.save({ uid: "old", state: stateWith(1, Uint8Array.of(7)), connected: true, lastSeen: 1 });
  store.timeline.record("old", { kind: "connected" });
  expect(store.configurations.get("new")).toBeUndefined();
  store.rename("old", "new");
  expect([store.configurations.get("old"), store.configurations.get("new")?.text]).toEqual([undefined, "text"]);
  expect(store.agents.all().map(({ uid }) => uid)).toEqual(["new"]);
  expect([store.timeline.list("old").length, store.timeline.list("new").length]).toEqual([0, 1]);
});

test("the former JSON file is taken over once, and what is newer stays", async () => {
  const directory = scratchDirectory();
  const path = join(directory, "configurations.json");
  writeFileSync(path, JSON.stringify(former));
  const first = await open(directory);
  expect(first.configurations.get("a")).toMatchObject({
    text: "receivers: {}\n",
    savedAt: "2026-01-02T03:04:05.678Z",
    sentAt: null,
  });
  expect(existsSync(path)).toBe(false);
  expect(JSON.parse(readFileSync(`${path}.taken-over`, "utf8"))).toEqual(former);
  first.configurations.save("a", "newer");
  first.close();
  writeFileSync(path, JSON.stringify(former));
  expect((await open(directory)).configurations.get("a")?.text).toBe("newer");
});

test.each(["{", '{"version":2,"agents":{}}', '{"version":1,"agents":{"a":{"config":5}}}'])(
  "a JSON file that says %s is set aside and nothing is offered from it",
  async (content) => {
    const directory = scratchDirectory();
    const path = join(directory, "configurations.json");
    writeFileSync(path, content);
    const log = new TestLog();
    const { configurations } = await open(directory, log);
    expect(configurations.get("a")).toBeUndefined();
    expect(existsSync(path)).toBe(false);
    expect(readFileSync(`${path}.unreadable`, "utf8")).toBe(content);
    expect(log.at("error")).toHaveLength(1);
  },
);

test("a file that is no database is set aside, and the server starts all the same", async () => {
  const directory = scratchDirectory();
  const path = join(directory, "server.sqlite");
  const content = "no database, but longer than the header of one is: ".repeat(100);
  writeFileSync(path, content);
  const log = new TestLog();
  const { configurations } = await open(directory, log);
  expect(configurations.save("a", "text").text).toBe("text");
  expect(readFileSync(`${path}.unreadable`, "utf8")).toBe(content);
  expect(log.at("error")).toHaveLength(1);
});

test("the database of a younger server is left alone", async () => {
  const directory = scratchDirectory();
  const path = join(directory, "server.sqlite");
  (await open(directory)).close();
  const database = new Database(path);
  database.run("PRAGMA user_version = 99");
  database.close();
  expect(await open(directory).catch((error: unknown) => String(error))).toContain("younger version");
  expect(existsSync(path)).toBe(true);
});

test("what the server keeps of itself is there after the next start, and the newest word counts", async () => {
  const directory = scratchDirectory();
  const first = await open(directory);
  expect(first.settings.get("package_token")).toBeUndefined();
  first.settings.set("package_token", "a");
  first.settings.set("package_token", "b");
  first.close();
  expect((await open(directory)).settings.get("package_token")).toBe("b");
});
