import { expect, test } from "bun:test";
import { existsSync } from "node:fs";

import { stateOf } from "../../src/runtime/os/linux-processes.ts";
import { answers, otelcol, quietMetrics, serving, World } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { fixture } from "../support/project.ts";
import { runWatchersOf } from "../support/real-processes.ts";
import { TestServer } from "../support/test-server.ts";

const wrapped = {
  agent: {
    executable: fixture("wrapped-collector.sh"),
    config_files: ["local.yaml"],
    env: { REAL_COLLECTOR: otelcol },
  },
};
const ownSession = (env: Readonly<Record<string, string>> = {}) => ({
  agent: {
    executable: fixture("session-collector.sh"),
    config_files: ["local.yaml"],
    env: { REAL_COLLECTOR: otelcol, ...env },
  },
});
const plain = { agent: { executable: otelcol, config_files: ["local.yaml"] } };

test.each([
  ["a Collector", plain, 1],
  ["a Collector behind a wrapper script", wrapped, 2],
  ["a Collector that its start script gave a session of its own", ownSession(), 2],
])("%s does not outlive a killed supervisor", async (_, config, processes) => {
  const server = await TestServer.start();
  const supervisor = new World({ endpoint: server.endpoint, config }).start();
  await server.healthy();
  expect(supervisor.running().length).toBe(processes);
  supervisor.signal("SIGKILL");
  await supervisor.descendantsGone();
});

test("the Collector of another supervisor, whose storage directory is written alike, outlives it", async () => {
  const [one, other] = [await TestServer.start(), await TestServer.start()];
  const killed = new World({ endpoint: one.endpoint, config: plain }).start();
  const neighbour = new World({ endpoint: other.endpoint, config: plain }).start();
  await Promise.all([one.healthy(), other.healthy()]);
  const before = neighbour.running();
  const [watcher = 0] = runWatchersOf(killed.pid);
  killed.signal("SIGKILL");
  await killed.descendantsGone();
  while (stateOf(watcher) !== undefined) await Bun.sleep(2);
  expect(neighbour.running()).toEqual(before);
  expect(neighbour.lines.filter(({ msg }) => msg === "Collector ended unexpectedly")).toEqual([]);
});

test.each([
  ["introduces itself", ownSession({ REAL_COLLECTOR: fixture("silent-collector.sh") })],
  ["is asked for its components", ownSession({ HANGS_AT: "components" })],
])(
  "what a start script gave a session of its own does not outlive a supervisor that is killed while it %s",
  async (_, config) => {
    const supervisor = new World({ endpoint: "ws://127.0.0.1:1/v1/opamp", config }).start();
    while (supervisor.descendants().length < 2) await Bun.sleep(2);
    supervisor.signal("SIGKILL");
    await supervisor.descendantsGone();
  },
);

test("nor does it while it checks a configuration", async () => {
  const server = await TestServer.start();
  const supervisor = new World({ endpoint: server.endpoint, config: ownSession({ HANGS_AT: "validate" }) }).start();
  await server.healthy();
  server.offer({ "": serving(await freePort()) }, "hanging");
  while (supervisor.descendants().length < 4) await Bun.sleep(2);
  supervisor.signal("SIGKILL");
  await supervisor.descendantsGone();
});

test("an ordered end leaves nothing of a start script either, wherever that is", async () => {
  const server = await TestServer.start();
  const supervisor = new World({
    endpoint: server.endpoint,
    config: { agent: { ...wrapped.agent, executable: fixture("sidecar-collector.sh") } },
  }).start();
  await server.healthy();
  expect(supervisor.running().length).toBe(3);
  expect(await supervisor.stop()).toBe(0);
  expect(supervisor.descendants()).toEqual([]);
});

test.each([
  ["SIGTERM", plain],
  ["SIGINT", plain],
  ["SIGTERM", wrapped],
] as const)("%s stops everything in order, with a goodbye to the server", async (signal, config) => {
  const server = await TestServer.start();
  const supervisor = new World({ endpoint: server.endpoint, config }).start();
  await server.healthy();
  supervisor.signal(signal);
  expect(await supervisor.exitCode).toBe(0);
  expect(supervisor.descendants()).toEqual([]);
  await server.disconnected();
  expect(server.messages.at(-1)?.agentDisconnect).toBeTruthy();
  expect(supervisor.lines.at(-1)?.msg).toBe("Supervisor stopped");
});

test("SIGTERM while the Collector is introducing itself ends both at once", async () => {
  const world = new World({
    endpoint: "ws://127.0.0.1:1/v1/opamp",
    config: { agent: { executable: fixture("silent-collector.sh"), bootstrap_timeout: "60s" } },
  });
  const supervisor = world.start();
  while (!existsSync(world.stored("agent.log"))) await Bun.sleep(2);
  expect(await supervisor.stop()).toBe(0);
  await supervisor.descendantsGone();
});

test("a Collector that is killed is started again at once, and the server hears what happened", async () => {
  const server = await TestServer.start();
  const port = await freePort();
  const supervisor = new World({ endpoint: server.endpoint, local: serving(port) + "\n" }).start();
  await server.healthy();
  const [pid] = supervisor.running();
  process.kill(pid ?? 0, "SIGKILL");
  const ill = await server.until(({ health }) => (health?.healthy === false ? health : undefined));
  expect(ill.lastError).toContain("signal SIGKILL");
  await server.healthy();
  expect(supervisor.running()).not.toEqual([pid ?? 0]);
  expect(await answers(port)).toBe(true);
});

test("what a killed supervisor may have left behind is ended at the next start", async () => {
  const server = await TestServer.start();
  const world = new World({
    endpoint: server.endpoint,
    config: {
      agent: {
        executable: fixture("stubborn-collector.sh"),
        config_files: ["local.yaml"],
        env: { REAL_COLLECTOR: otelcol },
      },
    },
    local: quietMetrics,
  });
  const first = world.start();
  await server.healthy();
  const left = first.descendants();
  first.signal("SIGKILL");
  await server.disconnected();
  const second = world.start();
  await second.line("Ended a Collector that an earlier supervisor left behind");
  await server.healthy();
  const still = new Set(first.descendants());
  expect(left.filter((pid) => still.has(pid))).toEqual([]);
}, 60_000);

test("a Collector that left its start script's process group ends with it: after the bootstrap, at a restart, at the end", async () => {
  const server = await TestServer.start();
  const port = await freePort();
  const supervisor = new World({
    endpoint: server.endpoint,
    config: ownSession(),
    local: `${serving(port)}\n`,
  }).start();
  await server.healthy();
  const first = supervisor.descendants();
  expect(first.length).toBe(2);
  process.kill(first[0] ?? 0, "SIGKILL");
  await server.until(({ health }) => (health?.healthy === false ? health : undefined));
  await server.healthy();
  const second = supervisor.descendants();
  expect(second.length).toBe(2);
  expect(second.filter((pid) => first.includes(pid))).toEqual([]);
  expect(await answers(port)).toBe(true);
  expect(await supervisor.stop()).toBe(0);
  expect(supervisor.descendants()).toEqual([]);
}, 60_000);

test("a stranger on the link is refused and logged, and the Collector keeps its place", async () => {
  const server = await TestServer.start();
  const supervisor = new World({
    endpoint: server.endpoint,
    config: { agent: { ...plain.agent, opamp_server_port: await freePort() } },
  }).start();
  await server.healthy();
  const port = /ws:\/\/127\.0\.0\.1:(\d+)\//.exec(server.effective() ?? "")?.[1];
  const upgrade = {
    upgrade: "websocket",
    connection: "upgrade",
    "sec-websocket-key": "x",
    "sec-websocket-version": "13",
  };
  const response = await fetch(`http://127.0.0.1:${port}/v1/opamp`, { headers: upgrade });
  expect(response.status).toBe(401);
  await supervisor.line("Refused a stranger on the Collector's link");
  expect(server.agent?.health?.healthy).toBe(true);
  expect(supervisor.running().length).toBe(1);
});
