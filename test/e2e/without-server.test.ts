import { describe, expect, test } from "bun:test";

import { canReceiveDatagrams, DatagramReceiver } from "../support/datagram-receiver.ts";
import { answers, otelcol, serving, World } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { runCommand, statusOf } from "../support/run-command.ts";
import type { SupervisorProcess } from "../support/supervisor-process.ts";
import { TestServer } from "../support/test-server.ts";

/** What a supervisor without a server must never say. */
const ofServers = /server|connect/i;

function linesOfServers({ lines }: SupervisorProcess): string[] {
  return lines.filter(({ msg, logger }) => ofServers.test(msg) || logger === "opamp-client").map(({ msg }) => msg);
}

const noServer = ["No OpAMP server is configured: the Collector is supervised without one"];

describe("a supervisor without a server", () => {
  test("runs its Collector from local files, keeps it alive, answers for it, and stops in order", async () => {
    const [port, health] = [await freePort(), await freePort()];
    const world = new World({
      endpoint: null,
      local: serving(port),
      config: { healthcheck: { endpoint: `127.0.0.1:${health}` } },
    });
    const supervisor = world.start();
    await supervisor.line("Collector is healthy");
    expect(await answers(port)).toBe(true);

    const before = await statusOf(world);
    expect(before).toMatchObject({ ok: true, collector: { state: "up", healthy: true, starts: 1 } });
    expect(before.server).toEqual({ state: "none" });
    expect(before.configuration).toMatchObject({ phase: "idle" });
    expect(before.configuration).not.toHaveProperty("running");
    expect(await runCommand(world, "status")).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^ {2}Server +none is configured$/m),
    });
    for (const path of ["health", "livez", "readyz", "collectorz"]) {
      expect((await fetch(`http://127.0.0.1:${health}/${path}`)).status).toBe(200);
    }

    const seen = supervisor.lines.length;
    process.kill(before.collector.pid ?? 0, "SIGKILL");
    await supervisor.line("Collector is healthy", {}, seen);
    expect(await answers(port)).toBe(true);
    const { collector } = await statusOf(world);
    expect(collector).toMatchObject({ state: "up", healthy: true, starts: 2, deaths: [{ how: "signal SIGKILL" }] });
    expect(collector.pid).not.toBe(before.collector.pid);

    expect(await runCommand(world, "restart")).toMatchObject({ code: 0 });
    expect((await runCommand(world, "explain")).out).toContain(`127.0.0.1:${port}`);
    expect(await runCommand(world, "check-policy", world.path("local.yaml"))).toMatchObject({ code: 0 });
    expect(await runCommand(world, "stop")).toEqual({ code: 0, out: "Stopped", err: "" });
    expect(await supervisor.exitCode).toBe(0);
    expect(supervisor.descendants()).toEqual([]);
    expect(linesOfServers(supervisor)).toEqual(noServer);
    expect(await supervisor.complaint).toBe("");
  });

  test.skipIf(!canReceiveDatagrams)("tells the service manager of readiness, of life and of the end", async () => {
    const world = new World({ endpoint: null });
    const address = world.path("notify");
    const manager = await DatagramReceiver.open(address);
    const supervisor = world.startIn({ NOTIFY_SOCKET: address, WATCHDOG_USEC: "200000" });
    await manager.until("READY=1");
    await manager.until("STATUS=Collector up (pid ");
    await manager.until("WATCHDOG=1");
    supervisor.signal("SIGTERM");
    await manager.until("STOPPING=1");
    expect(await supervisor.exitCode).toBe(0);
  });

  test("keeps the last good remote configuration and the identity when the server is taken out, and put back", async () => {
    const { server, world, first, port } = await withKeptConfig();
    const { identity } = await statusOf(world);
    await first.stop();
    await server.disconnected();
    const messages = server.messages.length;

    world.configure({ endpoint: null });
    const alone = world.start();
    await alone.line("Collector is healthy");
    expect(await answers(port)).toBe(true);
    const hash = Buffer.from("kept").toString("hex");
    expect(await statusOf(world)).toMatchObject({
      ok: true,
      identity,
      server: { state: "none" },
      configuration: { running: hash, outcome: { hash, status: "APPLIED" } },
    });
    expect(await alone.stop()).toBe(0);
    expect(server.messages.length).toBe(messages);
    expect(linesOfServers(alone)).toEqual(noServer);
    expect(alone.lines.filter(({ level }) => level === "warn" || level === "error")).toEqual([]);

    world.configure({ endpoint: server.endpoint });
    const last = world.start();
    await server.healthy();
    expect(await answers(port)).toBe(true);
    expect(await statusOf(world)).toMatchObject({ identity, configuration: { running: hash } });
    expect(server.statuses("kept")).not.toContain("FAILED");
    expect(await last.stop()).toBe(0);
  }, 20_000);

  test("does not run a stored remote configuration that it may not take", async () => {
    const { world, first, port } = await withKeptConfig();
    await first.stop();
    world.configure({ endpoint: null, config: { capabilities: { accepts_remote_config: false } } });
    const alone = world.start();
    await alone.line("Collector is healthy");
    expect(await answers(port)).toBe(false);
  });
});

test("an empty section of the server is refused", async () => {
  const world = new World({ endpoint: null, config: { agent: { executable: otelcol } } });
  await Bun.write(world.configFile, `server:\nagent: { executable: ${otelcol} }\n`);
  const { code, err } = await runCommand(world, "run");
  expect({ code, err }).toEqual({
    code: 2,
    err: expect.stringContaining(":1:1: server::endpoint must be specified"),
  });
});

/** A supervisor with a server, and with a remote configuration of its in force. */
async function withKeptConfig() {
  const server = await TestServer.start();
  const world = new World({ endpoint: server.endpoint });
  const [first, port] = [world.start(), await freePort()];
  await server.healthy();
  server.offer({ "": serving(port) }, "kept");
  expect(await server.verdict("kept")).toBe("APPLIED");
  return { server, world, first, port };
}
