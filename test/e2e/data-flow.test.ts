import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";

import { answers, quietMetrics, serving, World } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { OtlpSink } from "../support/otlp-sink.ts";
import { reloadModes } from "../support/reload-modes.ts";
import { TailedFile } from "../support/tailed-file.ts";
import { TestServer } from "../support/test-server.ts";

const tailedIn = (world: World) => new TailedFile(world.path("input.log"), new OtlpSink());

describe.each(reloadModes)("with %s", (_, reload) => {
  test("data flows through a remote configuration, which is shown as the effective one", async () => {
    const server = await TestServer.start();
    const world = new World({ endpoint: server.endpoint, config: { agent: { use_hup_config_reload: reload } } });
    world.start();
    await server.healthy();
    const tailed = tailedIn(world);
    server.offer({ "": tailed.configuration }, "first");
    await server.until(() => server.effective()?.includes("file_log"));
    await tailed.flows();
    expect(await server.verdict("first")).toBe("APPLIED");
    expect(server.statuses("first")).toEqual(["APPLYING", "APPLIED"]);
  }, 10_000);

  test("data flows through a local configuration alone", async () => {
    const server = await TestServer.start();
    const config = { agent: { use_hup_config_reload: reload } };
    const world = new World({ endpoint: server.endpoint, config });
    const tailed = tailedIn(world);
    world.configure({ endpoint: server.endpoint, config, local: tailed.configuration });
    const supervisor = world.start();
    await tailed.flows();
    await server.healthy();
    await supervisor.stop();
    for (const name of ["agent.log", "effective.yaml"])
      expect([name, existsSync(world.stored(name))]).toEqual([name, true]);
    expect(readFileSync(world.stored("agent.log"), "utf8")).toContain("Everything is ready");
  }, 10_000);

  test("a Collector without any pipeline runs and connects", async () => {
    const server = await TestServer.start();
    const port = await freePort();
    const { service } = quietMetrics;
    const local = {
      extensions: { health_check: { endpoint: `127.0.0.1:${port}` } },
      service: { ...service, extensions: ["health_check"] },
    };
    const config = { agent: { use_hup_config_reload: reload } };
    new World({ endpoint: server.endpoint, config, local }).start();
    await server.healthy();
    expect(await answers(port)).toBe(true);
  }, 10_000);

  test("a server that comes later finds a supervisor that waits for it, and what it offers lets data flow", async () => {
    const server = await TestServer.start();
    await server.stop();
    const config = { agent: { use_hup_config_reload: reload } };
    const world = new World({ endpoint: server.endpoint, config });
    const supervisor = world.start();
    await supervisor.line("Collector is healthy");
    await supervisor.line("No connection to the OpAMP server");
    await server.open();
    await server.healthy();
    const tailed = tailedIn(world);
    server.offer({ "": tailed.configuration }, "late");
    await server.until(() => server.statuses("late").length > 0);
    await tailed.flows();
  }, 12_000);
});

test("a stored remote configuration, local files and agent.env go together", async () => {
  const server = await TestServer.start();
  const world = new World({ endpoint: server.endpoint });
  const first = world.start();
  await server.healthy();
  const remote = await freePort();
  server.offer({ "": serving(remote) }, "stored");
  await server.verdict("stored");
  await first.stop();
  await server.stop();

  const local = await freePort();
  const tailed = tailedIn(world);
  const config = {
    agent: { config_files: ["local.yaml", "ports.yaml"], env: { OTHER_ENDPOINT: `127.0.0.1:${local}` } },
  };
  world.configure({ endpoint: server.endpoint, config, local: tailed.configuration });
  await Bun.write(
    world.path("ports.yaml"),
    "extensions: {health_check/2: {endpoint: '${env:OTHER_ENDPOINT}'}}\nservice: {extensions: [health_check/2]}\n",
  );
  const second = world.start();
  await second.line("Collector is healthy");
  expect([await answers(remote), await answers(local)]).toEqual([true, true]);
  await tailed.flows();
}, 15_000);

test("agent.opamp_server_port is the port that the Collector connects to", async () => {
  const server = await TestServer.start();
  const port = await freePort();
  const world = new World({ endpoint: server.endpoint, config: { agent: { opamp_server_port: port } } });
  world.start();
  await server.healthy();
  const tailed = tailedIn(world);
  server.offer({ "": tailed.configuration }, "first");
  await tailed.flows();
  expect(readFileSync(world.stored("effective.yaml"), "utf8")).toContain(`ws://127.0.0.1:${port}/v1/opamp`);
}, 10_000);
