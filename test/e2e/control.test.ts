import { describe, expect, test } from "bun:test";
import { chmodSync, chownSync, existsSync } from "node:fs";

import type { StatusSnapshot } from "../../src/control/snapshot.ts";
import { startedWith } from "../../src/runtime/os/linux-processes.ts";
import { canReceiveDatagrams, DatagramReceiver } from "../support/datagram-receiver.ts";
import { executable, serving, World, type WorldOptions } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { readLines } from "../support/lines.ts";
import { runCommand, statusOf } from "../support/run-command.ts";
import { TestServer } from "../support/test-server.ts";

/** The states that `status --watch --json` prints. */
async function* watching({ configFile, directory }: World): AsyncGenerator<StatusSnapshot> {
  const command = [executable, "status", "--watch", "--json", `--config=${configFile}`];
  const child = Bun.spawn(command, { cwd: directory, stdout: "pipe" });
  try {
    for await (const line of readLines(child.stdout)) yield JSON.parse(line) as StatusSnapshot;
  } finally {
    child.kill();
  }
}

async function supervising(config: WorldOptions["config"] = {}) {
  const server = await TestServer.start();
  const world = new World({ endpoint: server.endpoint, config });
  const supervisor = world.start();
  await server.healthy();
  return { server, world, supervisor };
}

test("status tells people, and machines, how all is", async () => {
  const { server, world, supervisor } = await supervising();
  const shown = await runCommand(world, "status");
  expect(shown).toMatchObject({ code: 0, err: "" });
  expect(shown.out).toMatch(/^OK: Collector up \(pid \d+\)/);
  const { supervisor: own, collector, server: upstream, configuration, ties } = await statusOf(world);
  expect(own).toMatchObject({ pid: supervisor.pid, state: "running", storageDirectory: world.storage });
  expect(collector).toMatchObject({ state: "up", healthy: true, health: "running no pipelines", starts: 1 });
  expect(supervisor.running()).toContain(collector.pid ?? 0);
  expect(upstream).toMatchObject({ endpoint: server.endpoint, state: "connected" });
  expect(configuration).toEqual({ phase: "idle", layers: ["local file local.yaml"] });
  for (const { memoryBytes = 0 } of [own.usage ?? {}, collector.usage ?? {}]) expect(memoryBytes).toBeGreaterThan(1e6);
  expect(Object.values(ties)).not.toContain(false);
});

test("status --watch sees a configuration come into force, and the end", async () => {
  const { server, world, supervisor } = await supervising();
  const states = watching(world);
  expect((await states.next()).value).toMatchObject({ ok: true });
  server.offer({ "": serving(await freePort()) }, "first");
  for await (const { configuration, ok } of states) {
    if (ok && configuration.outcome?.status === "APPLIED" && configuration.running === configuration.offered) break;
  }
  const more = watching(world);
  await more.next();
  const ended = Array.fromAsync(more);
  await supervisor.stop();
  expect((await ended).at(-1)?.supervisor.state).toBe("stopping");
});

test("stop ends the supervisor and its Collector in order, and says so when it is done", async () => {
  const { world, supervisor } = await supervising();
  expect(await runCommand(world, "stop")).toEqual({ code: 0, out: "Stopped", err: "" });
  expect(supervisor.descendants()).toEqual([]);
  expect(await supervisor.exitCode).toBe(0);
  expect(existsSync(world.stored("control.sock"))).toBe(false);
  const none = await runCommand(world, "status");
  expect(none).toMatchObject({ code: 3, err: expect.stringContaining("no supervisor runs") });
});

test("the socket of a supervisor that was killed answers nobody, and the next one replaces it", async () => {
  const { world, supervisor } = await supervising();
  supervisor.signal("SIGKILL");
  await supervisor.exitCode;
  expect(existsSync(world.stored("control.sock"))).toBe(true);
  expect(await runCommand(world, "status")).toMatchObject({ code: 3 });
  await world.start().line("Collector is healthy");
  expect(await statusOf(world)).toMatchObject({ supervisor: { state: "running" } });
});

describe.skipIf(process.getuid?.() !== 0 || Bun.which("setpriv") === null)("a stranger", () => {
  async function asStranger(world: World, group: number, ...args: string[]) {
    const user = ["setpriv", "--reuid=65534", `--regid=${group}`, "--clear-groups"];
    const child = Bun.spawn([...user, executable, ...args, `--storage-dir=${world.storage}`], {
      stdout: "pipe",
      stderr: "pipe",
    });
    return { code: await child.exited, err: await new Response(child.stderr).text() };
  }

  test("is refused, and told so", async () => {
    const { world, supervisor } = await supervising();
    chmodSync(world.directory, 0o755);
    expect(await asStranger(world, 65_534, "status")).toMatchObject({ code: 4, err: expect.stringContaining("root") });
    expect(await asStranger(world, 65_534, "stop")).toMatchObject({ code: 4 });
    expect(supervisor.descendants()).not.toEqual([]);
  });

  test("of the group that the directory is open to may look, and not stop it", async () => {
    const { world } = await supervising();
    chmodSync(world.directory, 0o755);
    expect(await runCommand(world, "stop")).toMatchObject({ code: 0 });
    chownSync(world.storage, 0, 12_345);
    chmodSync(world.storage, 0o710);
    const next = world.start();
    await next.line("Collector is healthy");
    expect((await asStranger(world, 12_345, "status")).code).toBeLessThan(2);
    expect((await asStranger(world, 12_345, "events")).code).toBe(0);
    for (const order of ["hold", "release", "rollback"]) {
      expect((await asStranger(world, 12_345, order)).code).toBe(4);
    }
    expect(await asStranger(world, 12_345, "stop")).toMatchObject({
      code: 4,
      err: expect.stringContaining("FORBIDDEN"),
    });
    expect(next.descendants()).not.toEqual([]);
  });
});

describe.skipIf(!canReceiveDatagrams)("the service manager", () => {
  test.each(["path", "abstract"])("hears of readiness, of what is, of life and of the end (%s)", async (kind) => {
    const server = await TestServer.start();
    const world = new World({ endpoint: server.endpoint });
    const address = kind === "path" ? world.path("notify") : `@opampsupervisor-e2e-${process.pid}`;
    const manager = await DatagramReceiver.open(address);
    const supervisor = world.startIn({ NOTIFY_SOCKET: address, WATCHDOG_USEC: "200000" });
    await manager.until("READY=1");
    await manager.until("STATUS=Collector up (pid ");
    await manager.until("WATCHDOG=1");
    const children = supervisor.descendants();
    expect(children).not.toEqual([]);
    for (const pid of children) expect(startedWith(pid, `NOTIFY_SOCKET=${address}`)).toBe(false);
    for (const pid of children) expect(startedWith(pid, "WATCHDOG_USEC=200000")).toBe(false);
    supervisor.signal("SIGTERM");
    await manager.until("STOPPING=1");
    expect(await supervisor.exitCode).toBe(0);
  });
});

describe("the health endpoint", () => {
  test("answers for the supervisor, its work and its Collector, each by a path of its own", async () => {
    const port = await freePort();
    const { world } = await supervising({ healthcheck: { endpoint: `localhost:${port}` } });
    const ask = async (path: string) => {
      const answer = await fetch(`http://127.0.0.1:${port}/${path}`);
      return [path, answer.status, await answer.text()];
    };
    expect(await ask("health")).toEqual(["health", 200, ""]);
    for (const path of ["livez", "readyz", "collectorz"]) expect(await ask(path)).toEqual([path, 200, "ok\n"]);
    const { collector } = await statusOf(world);
    const [, , detail] = await ask("collectorz?verbose");
    expect(JSON.parse(String(detail))).toMatchObject({ ok: true, collector: { version: collector.version } });
  });

  test("answers while the server cannot be reached", async () => {
    const port = await freePort();
    const endpoint = `ws://127.0.0.1:${await freePort()}/v1/opamp`;
    const world = new World({ endpoint, config: { healthcheck: { endpoint: `localhost:${port}` } } });
    const supervisor = world.start();
    await supervisor.line("No connection to the OpAMP server");
    const answer = await fetch(`http://127.0.0.1:${port}/health`);
    expect([answer.status, await answer.text()]).toEqual([200, ""]);
  }, 5_000);

  test("that cannot be had is told at the start", async () => {
    const holder = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
    const world = new World({
      endpoint: "ws://127.0.0.1:1/v1/opamp",
      config: { healthcheck: { endpoint: `127.0.0.1:${holder.port}` } },
    });
    const supervisor = world.start();
    expect(await supervisor.exitCode).toBe(1);
    holder.stop(true);
    expect(supervisor.lines.at(-1)).toMatchObject({
      code: "HEALTHCHECK",
      msg: expect.stringContaining(`failed to listen on port ${holder.port}`),
    });
  });
});
