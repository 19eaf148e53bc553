import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";

import { canReceiveDatagrams, DatagramReceiver } from "../support/datagram-receiver.ts";
import { answers, executable, failingToStart, serving, World, type WorldOptions } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { runCommand, statusOf } from "../support/run-command.ts";
import { SupervisorProcess } from "../support/supervisor-process.ts";

/** A supervisor without a terminal of its own, as a service has none, whose Collector answers on `port`. */
async function supervising(config: WorldOptions["config"] = {}, env: Readonly<Record<string, string>> = {}) {
  const port = await freePort();
  const world = new World({ endpoint: null, local: serving(port), config });
  const args = [executable, `--config=${world.configFile}`];
  const supervisor = new SupervisorProcess({ executable: "setsid", args, directory: world.directory, env });
  await supervisor.line("Collector is healthy");
  return { port, world, supervisor };
}

/** What `status` says of the last reading, once `supervisor` has said that line. */
async function changeAfter(supervisor: SupervisorProcess, world: World, line: string, seen: number) {
  await supervisor.line(line, {}, seen);
  return (await statusOf(world)).configuration.operatorChange;
}

const inForce = "The operator's change is in force";
const failed = "The operator's change has failed: what was in force before it returns";
const refused = "Nothing of the changed configuration is used";

describe("SIGHUP", () => {
  test("brings changed files of the Collector into force, by a reload of the same process", async () => {
    const { port, world, supervisor } = await supervising();
    const before = await statusOf(world);
    const next = await freePort();
    writeFileSync(world.path("local.yaml"), serving(next));
    const seen = supervisor.lines.length;
    supervisor.signal("SIGHUP");
    expect(await changeAfter(supervisor, world, inForce, seen)).toMatchObject({ status: "APPLIED" });
    expect([await answers(port), await answers(next)]).toEqual([false, true]);
    expect((await statusOf(world)).collector.pid).toBe(before.collector.pid ?? 0);
    expect(await supervisor.stop()).toBe(0);
  });

  test.each([
    ["does not pass the Collector's own check", () => "receivers: { nosuch: }\n", /nosuch/],
    ["cannot be read as YAML", () => "receivers: [\n", /local\.yaml/],
  ])("with a file that %s changes nothing and costs nothing", async (_, text, reason) => {
    const { port, world, supervisor } = await supervising();
    writeFileSync(world.path("local.yaml"), text());
    const seen = supervisor.lines.length;
    supervisor.signal("SIGHUP");
    expect(await changeAfter(supervisor, world, failed, seen)).toMatchObject({
      status: "FAILED",
      message: expect.stringMatching(reason),
    });
    expect(await answers(port)).toBe(true);
    const { ok, collector, outages } = await statusOf(world);
    expect({ ok, starts: collector.starts, outages }).toEqual({ ok: true, starts: 1, outages: undefined });
    expect((await runCommand(world, "status")).out).toMatch(/^ {4}read again +FAILED/m);
  });

  test("with a file that the Collector does not start with goes back to the one before", async () => {
    const { port, world, supervisor } = await supervising();
    writeFileSync(world.path("none.pem"), "none");
    writeFileSync(world.path("local.yaml"), failingToStart(await freePort(), world.path("none.pem")));
    const seen = supervisor.lines.length;
    supervisor.signal("SIGHUP");
    expect(await changeAfter(supervisor, world, failed, seen)).toMatchObject({ status: "FAILED" });
    await supervisor.line("The last good configuration runs again", {}, seen);
    expect(await answers(port)).toBe(true);
  });

  test("takes what of supervisor.yaml may change, and refuses all of it where one key may not", async () => {
    const { world, supervisor } = await supervising();
    const local = serving(await freePort());
    const telemetry = { logs: { level: "info" } };
    world.configure({ endpoint: null, local, config: { telemetry, storage: { directory: "./elsewhere" } } });
    let seen = supervisor.lines.length;
    supervisor.signal("SIGHUP");
    const { reason } = await supervisor.line(refused, {}, seen);
    expect(reason).toBe("CONFIG_NEEDS_RESTART: a change of storage::directory needs a restart of the supervisor");
    world.configure({ endpoint: null, local, config: { telemetry } });
    seen = supervisor.lines.length;
    supervisor.signal("SIGHUP");
    const { changed } = await supervisor.line(inForce, {}, seen);
    expect(changed).toEqual(["telemetry::logs::level"]);
    expect(supervisor.lines.slice(seen).filter(({ level }) => level === "debug")).toEqual([]);
  });

  test("with a mistake in supervisor.yaml is refused with its place", async () => {
    const { port, world, supervisor } = await supervising();
    writeFileSync(world.configFile, "agent:\n  exectable: /x\n");
    const seen = supervisor.lines.length;
    supervisor.signal("SIGHUP");
    const { reason } = await supervisor.line(refused, {}, seen);
    expect(reason).toMatch(/^CONFIG_UNKNOWN_KEY: .*supervisor\.yaml:2:3: agent::exectable.*executable/);
    expect(await answers(port)).toBe(true);
  });
});

test("watched files come into force by themselves", async () => {
  const { port, world, supervisor } = await supervising({ agent: { watch_config_files: true } });
  const next = await freePort();
  writeFileSync(world.path("local.yaml"), serving(next));
  const { changed } = await supervisor.line(inForce);
  expect(changed).toEqual(["local.yaml"]);
  expect([await answers(port), await answers(next)]).toEqual([false, true]);
});

test.skipIf(!canReceiveDatagrams)("the service manager hears when it begins and when there is a verdict", async () => {
  const address = `@opampsupervisor-e2e-again-${process.pid}`;
  const manager = await DatagramReceiver.open(address);
  const { world, supervisor } = await supervising({}, { NOTIFY_SOCKET: address });
  await manager.until("STATUS=Collector up (pid ");
  writeFileSync(world.path("local.yaml"), "receivers: { nosuch: }\n");
  supervisor.signal("SIGHUP");
  const begin = await manager.until("RELOADING=1");
  expect(begin).toMatch(/^MONOTONIC_USEC=\d+$/m);
  expect(begin).not.toContain("READY");
  expect(await manager.until("changed configuration refused: ")).not.toContain("READY");
  await manager.until("READY=1");
});
