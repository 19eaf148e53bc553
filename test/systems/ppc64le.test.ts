import { describe, expect, test } from "bun:test";

import { readProc } from "../../src/runtime/os/linux-processes.ts";
import { World } from "../support/e2e.ts";
import { emulated, emulatedEnvironment } from "../support/emulated.ts";
import { exampleServer } from "../support/example-server.ts";
import { PageClient } from "../support/page-client.ts";
import { SupervisorProcess } from "../support/supervisor-process.ts";
import { until } from "../support/until.ts";

const pipeline =
  "receivers: {nop: }\nexporters: {nop: }\nservice: {pipelines: {traces: {receivers: [nop], exporters: [nop]}}}\n";

const executable = process.env["OPAMPSUPERVISOR_PPC64LE"] ?? "";

/** The program for ppc64le. What it starts in turn, the Collector among it, is for this machine. */
function start(world: World, ...args: string[]): SupervisorProcess {
  const [unshare, ...rest] = emulated([executable, ...args]);
  return new SupervisorProcess({
    executable: unshare,
    args: rest,
    directory: world.directory,
    env: emulatedEnvironment,
  });
}

async function command(world: World, ...args: string[]): Promise<{ code: number; out: string; complaint: string }> {
  const ran = start(world, ...args, `--config=${world.configFile}`);
  return { code: await ran.exitCode, out: ran.text.join("\n"), complaint: await ran.complaint };
}

describe("on ppc64le, emulated", () => {
  test("it says which it is, and takes a configuration with the Collector's own check", async () => {
    const world = new World({ endpoint: "wss://127.0.0.1:1/v1/opamp" });
    const version = start(world, "version");
    expect([await version.exitCode, await version.complaint]).toEqual([0, ""]);
    expect(version.text.join()).toMatch(/^opampsupervisor \S+ \(linux\/ppc64le, node 20\.11\.0\)$/);
    expect(await command(world, "validate")).toMatchObject({ code: 0 });
  });

  test("it runs whole: from the page of the server to a Collector with that configuration, and to the ordered end", async () => {
    const { world, supervisor, page, uid } = await met();
    expect((await page.submit(uid, pipeline)).status).toBe(303);
    await until(async () => (await page.agent(uid)).remoteConfig.outcome === "applied");
    expect(await command(world, "status")).toMatchObject({
      code: 0,
      out: expect.stringContaining("OK: Collector up"),
    });
    expect(await command(world, "stop")).toMatchObject({ code: 0 });
    expect(await supervisor.exitCode).toBe(0);
    expect(collectors(supervisor)).toEqual([]);
  });

  test("killed, it leaves nothing behind", async () => {
    const { supervisor } = await met();
    expect(collectors(supervisor)).toHaveLength(1);
    supervisor.signal("SIGKILL");
    await until(() => Promise.resolve(collectors(supervisor).length === 0));
  });
});

async function met() {
  const server = await exampleServer();
  const world = new World({
    endpoint: server.endpoint,
    config: { server: { tls: { ca_file: server.caFile } } },
  });
  const supervisor = start(world, `--config=${world.configFile}`);
  const page = new PageClient(server.pageUrl);
  const uid = String((await supervisor.line("Supervisor starting"))["id"]);
  await until(async () => (await page.agents()).length === 1);
  await until(async () => (await page.agent(uid)).up === true);
  return { world, supervisor, page, uid };
}

function collectors(supervisor: SupervisorProcess): number[] {
  return supervisor.descendants().filter((pid) => readProc(pid, "cmdline")?.includes("otelcol") === true);
}
