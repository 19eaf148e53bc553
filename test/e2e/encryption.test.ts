import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

import { answers, quietMetrics, serving, World } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { storedFiles } from "../support/stored-files.ts";
import { TestServer } from "../support/test-server.ts";

const canary = "canary-in-a-header-7f3a";
const key = Buffer.alloc(32, 7).toString("base64");
const otherKey = Buffer.alloc(32, 8).toString("base64");

function holdersOfCanary(world: World): string[] {
  return [...storedFiles(world)].flatMap(([name, content]) => (content.includes(canary) ? [name] : [])).toSorted();
}

function encrypting(server: TestServer, secrets: Record<string, unknown> | undefined): World {
  return new World({
    endpoint: server.endpoint,
    config: {
      capabilities: { accepts_remote_config: true, reports_own_logs: true },
      ...(secrets && { storage: { secrets } }),
    },
    local: quietMetrics,
  });
}

/** The server offers a configuration and own telemetry with a secret, and both are in force. */
async function offersSecrets(server: TestServer, port: number): Promise<void> {
  const headers = { headers: [{ key: "X-Own", value: canary }] };
  const ownLogs = { destinationEndpoint: "http://127.0.0.1:9/v1/logs", headers };
  server.send({ connectionSettings: { hash: Buffer.from("1"), ownLogs } });
  server.offer({ "": `# ${canary}\n${serving(port)}` }, "good");
  expect(await server.verdict("good")).toBe("APPLIED");
}

test("with a key, a secret of the server's is in no file but what the Collector reads, and the next start has it", async () => {
  const server = await TestServer.start();
  const port = await freePort();
  const world = encrypting(server, { key_source: "file", key_name: "storage.key" });
  writeFileSync(world.path("storage.key"), `${key}\n`);
  const supervisor = world.start();
  await server.healthy();
  await offersSecrets(server, port);
  await supervisor.stop();
  await server.stop();
  expect(holdersOfCanary(world)).toEqual(["effective.yaml"]);
  const after = world.start();
  await after.line("Collector is healthy");
  expect(await answers(port)).toBe(true);
  expect(holdersOfCanary(world)).toEqual(["effective.yaml"]);
});

test("what was stored before there was a key is encrypted at the next start", async () => {
  const server = await TestServer.start();
  const port = await freePort();
  const world = encrypting(server, undefined);
  const supervisor = world.start();
  await server.healthy();
  await offersSecrets(server, port);
  await supervisor.stop();
  await server.stop();
  expect(holdersOfCanary(world)).toContain("last_recv_own_telemetry_config.dat");
  world.configure({
    endpoint: server.endpoint,
    config: {
      capabilities: { accepts_remote_config: true, reports_own_logs: true },
      storage: { secrets: { key_source: "env", key_name: "STORAGE_KEY" } },
    },
  });
  const after = world.startIn({ STORAGE_KEY: key });
  const { pid } = await after.line("Collector is healthy");
  expect(holdersOfCanary(world)).toEqual(["effective.yaml"]);
  expect(readFileSync(`/proc/${String(pid)}/environ`, "utf8")).not.toContain("STORAGE_KEY");
});

test("another key takes the place of the one before, which is not needed after that start", async () => {
  const server = await TestServer.start();
  const port = await freePort();
  const old = { key_source: "env", key_name: "OLD_KEY" };
  const world = encrypting(server, old);
  const first = world.startIn({ OLD_KEY: key });
  await server.healthy();
  await offersSecrets(server, port);
  await first.stop();
  await server.stop();
  const exchange = (secrets: Record<string, unknown>) =>
    world.configure({
      endpoint: server.endpoint,
      config: { capabilities: { accepts_remote_config: true, reports_own_logs: true }, storage: { secrets } },
    });
  const present = { key_source: "env", key_name: "STORAGE_KEY" };
  exchange({ ...present, previous: old });
  const second = world.startIn({ OLD_KEY: key, STORAGE_KEY: otherKey });
  await second.line("Stored files are encrypted with the key of storage.secrets from now on");
  const { pid } = await second.line("Collector is healthy");
  expect(readFileSync(`/proc/${String(pid)}/environ`, "utf8")).not.toContain("_KEY=");
  await second.stop();
  exchange(present);
  await world.startIn({ STORAGE_KEY: otherKey }).line("Collector is healthy");
  expect(await answers(port)).toBe(true);
  expect(holdersOfCanary(world)).toEqual(["effective.yaml"]);
});

describe("the supervisor does not start, says why and loses nothing", () => {
  const cases: [string, Record<string, unknown>, Record<string, string>, string][] = [
    [
      "with another key",
      { key_source: "env", key_name: "STORAGE_KEY" },
      { STORAGE_KEY: otherKey },
      "cannot be decrypted with the key of storage.secrets",
    ],
    ["without the key", { key_source: "none" }, {}, "is encrypted: set storage.secrets to the key"],
    [
      "where the variable is not set",
      { key_source: "env", key_name: "STORAGE_KEY" },
      {},
      "the environment variable STORAGE_KEY is not set",
    ],
    [
      "where the program that has the key fails",
      { key_source: "command", key_name: "/bin/sh", key_args: ["-c", `echo ${key}; exit 3`] },
      {},
      "the output of /bin/sh cannot be had: it ended with exit code 3",
    ],
  ];

  test.each(cases)("%s", async (_, secrets, env, reason) => {
    const server = await TestServer.start();
    const port = await freePort();
    const world = encrypting(server, { key_source: "env", key_name: "STORAGE_KEY" });
    const supervisor = world.startIn({ STORAGE_KEY: key });
    await server.healthy();
    await offersSecrets(server, port);
    await supervisor.stop();
    await server.stop();
    const before = storedFiles(world);
    const capabilities = { accepts_remote_config: true, reports_own_logs: true };
    world.configure({ endpoint: server.endpoint, config: { capabilities, storage: { secrets } } });
    const refused = world.startIn(env);
    const { error, msg } = await refused.line(/^Cannot supervise the Collector/);
    expect(`${msg} ${String(error)}`).toContain(reason);
    expect(await refused.exitCode).toBe(1);
    expect(JSON.stringify(refused.lines)).not.toContain(key);
    const kept = ([name]: [string, Buffer]) => name !== "lock";
    expect([...storedFiles(world)].filter(kept)).toEqual([...before].filter(kept));
    world.configure({
      endpoint: server.endpoint,
      config: { capabilities, storage: { secrets: { key_source: "env", key_name: "STORAGE_KEY" } } },
    });
    await world.startIn({ STORAGE_KEY: key }).line("Collector is healthy");
    expect(await answers(port)).toBe(true);
  });
});

test("a supervisor that waits for a program with the key ends at once when it is asked to", async () => {
  const started = "started";
  const world = new World({
    endpoint: null,
    config: {
      storage: {
        secrets: { key_source: "command", key_name: "/bin/sh", key_args: ["-c", `touch ${started}; sleep 1000`] },
      },
    },
  });
  const supervisor = world.start();
  while (!existsSync(world.path(started))) await Bun.sleep(2);
  expect(await supervisor.stop()).toBe(0);
  expect(supervisor.lines.filter(({ level }) => level === "error")).toEqual([]);
  await supervisor.descendantsGone();
}, 20_000);
