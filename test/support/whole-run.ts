import { describe, expect, test } from "bun:test";

import { readProc } from "../../src/runtime/os/linux-processes.ts";
import { builtVersion } from "./built-for.ts";
import { exampleServer } from "./example-server.ts";
import { PageClient } from "./page-client.ts";
import type { SupervisorProcess } from "./supervisor-process.ts";
import { type System, SystemWorld } from "./system.ts";
import { until } from "./until.ts";

const pipeline =
  "receivers: {nop: }\nexporters: {nop: }\nservice: {pipelines: {traces: {receivers: [nop], exporters: [nop]}}}\n";

/** The tests of one system. */
export function triedOn(name: string, system: System): void {
  describe(`on ${name}`, () => {
    test("it starts and validates", async () => startsAndValidates(await SystemWorld.open(system)));
    test("it runs whole", async () => runsWhole(await SystemWorld.open(system)));
    test("killed, it leaves nothing behind", async () => leavesNothingBehind(await SystemWorld.open(system)));
  });
}

/** The supervisor there says which it is, and takes its configuration. */
export async function startsAndValidates(world: SystemWorld): Promise<void> {
  const version = world.start("--version");
  expect([await version.exitCode, await version.complaint]).toEqual([0, ""]);
  expect(version.text).toEqual([`opampsupervisor ${builtVersion}`]);
  world.configure({ endpoint: "wss://127.0.0.1:1/v1/opamp" });
  expect(await world.command("validate")).toMatchObject({ code: 0 });
}

/**
 * From the first start to the ordered end, with the example server over TLS: the agent appears, a configuration that is sent by the page
 * is applied, `status` tells of it, and `stop` leaves nothing.
 */
async function runsWhole(world: SystemWorld): Promise<void> {
  const { supervisor, page, uid } = await meetsServer(world);
  expect((await page.submit(uid, pipeline)).status).toBe(303);
  await until(async () => (await page.agent(uid)).remoteConfig.outcome === "applied");
  const { code, out } = await world.command("status");
  expect([code, out]).toEqual([0, expect.stringContaining("OK: Collector up")]);
  expect(await world.command("stop")).toMatchObject({ code: 0 });
  expect(await supervisor.exitCode).toBe(0);
  await collectorsGone(supervisor);
  await until(async () => (await page.agents())[0]?.connected === false);
}

/** A supervisor that is killed takes its Collector along. */
async function leavesNothingBehind(world: SystemWorld): Promise<void> {
  const { supervisor } = await meetsServer(world);
  expect(collectors(supervisor)).toHaveLength(1);
  supervisor.signal("SIGKILL");
  await collectorsGone(supervisor);
}

async function meetsServer(world: SystemWorld) {
  const server = await exampleServer();
  world.configure(world.reaches(server));
  const supervisor = world.start(`--config=${world.place("supervisor.yaml")}`);
  const uid = String((await supervisor.line("Supervisor starting"))["id"]);
  const page = new PageClient(server.pageUrl);
  await until(async () => (await page.agents()).length === 1);
  await until(async () => (await page.agent(uid)).up === true);
  return { supervisor, page, uid };
}

function collectors(supervisor: SupervisorProcess): number[] {
  return supervisor.descendants().filter((pid) => readProc(pid, "cmdline")?.includes("otelcol") === true);
}

/** The kernel has no event for that, so it is looked at. */
async function collectorsGone(supervisor: SupervisorProcess): Promise<void> {
  await until(async () => collectors(supervisor).length === 0);
}
