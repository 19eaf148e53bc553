import { expect, test } from "bun:test";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { codec } from "../../src/opamp/wire/messages.ts";
import { blockOf } from "../support/doc-blocks.ts";
import { executable, otelcol, receiving, World } from "../support/e2e.ts";
import { exampleServer } from "../support/example-server.ts";
import { freePort, needPort } from "../support/free-port.ts";
import { PageClient } from "../support/page-client.ts";
import { PageRunner } from "../support/page-runner.ts";
import { statusOf } from "../support/run-command.ts";
import { remoteConfig, TestServer } from "../support/test-server.ts";
import { until } from "../support/until.ts";

test("docs/first-minutes.md", async () => {
  await needPort(8888);
  const server = await exampleServer();
  const world = new World({ endpoint: null });
  const page = new PageRunner("first-minutes.md", {
    directory: world.directory,
    words: [
      ["/usr/local/bin/otelcol", otelcol],
      ["127.0.0.1:4320", new URL(server.endpoint).host],
      ["/home/you/trial", world.directory],
    ],
  });
  await page.run("A Collector that is kept alive");
  const alone = page.start(blockOf("docs/first-minutes.md", "A Collector that is kept alive", "sh"));
  await alone.line("Collector is healthy");
  await page.run("How it is");
  const { collector } = await statusOf(world);
  process.kill(collector.pid ?? 0, "SIGKILL");
  await alone.line("Collector is healthy", {}, alone.lines.length);
  await page.run("When it ends");
  expect(await alone.exitCode).toBe(0);
  await page.run("A mistake");

  await page.run("With a server");
  const { id } = await world.start().line("Supervisor starting");
  const uid = String(id);
  const client = new PageClient(server.pageUrl);
  await until(async () => (await client.agents()).some(({ up }) => up === true));
  await page.run("A configuration from the server");
  const additional = readFileSync(world.path("additional.yaml"), "utf8");
  await client.submit(uid, additional);
  await until(async () => (await client.agent(uid)).remoteConfig.outcome === "applied");
  await page.run("What has become of it");
  await client.submit(uid, additional.replaceAll("batch", "btach"));
  await until(async () => (await client.agent(uid)).remoteConfig.outcome === "failed");
  await page.run("A configuration that does not work");
  await client.submit(uid, additional);
  await until(async () => (await client.agent(uid)).remoteConfig.outcome === "applied");
  expect(page.left).toEqual([]);
}, 60_000);

test("docs/operations.md", async () => {
  const server = await TestServer.start();
  const health = await freePort();
  const config = { agent: { config_probation: "0s" }, healthcheck: { endpoint: `127.0.0.1:${health}` } };
  const world = new World({ endpoint: server.endpoint, config });
  const [first, taken] = [await freePort(), await freePort()];
  const page = new PageRunner("operations.md", {
    directory: world.directory,
    words: [
      ["/usr/local/bin/otelcol", otelcol],
      ["127.0.0.1:4320", new URL(server.endpoint).host],
      ["127.0.0.1:13133", `127.0.0.1:${health}`],
      ["/etc/opampsupervisor", world.directory],
      ["4317", String(first)],
      ["4318", String(taken)],
    ],
  });
  await page.run("Day one");
  const supervisor = world.start();
  await server.healthy();
  await page.run("What is watched");
  const offer = async (name: string, text: string) => {
    server.offer({ "": text }, name);
    return await server.verdict(name);
  };
  expect(await offer("configuration 1", receiving(first))).toBe("APPLIED");
  for (const title of ["How it is", "What has happened", "Where a setting comes from"]) await page.run(title);

  const written = readFileSync(world.configFile, "utf8");
  writeFileSync(world.configFile, written.replace(`127.0.0.1:${health}`, "127.0.0.1:0"));
  supervisor.signal("SIGHUP");
  await supervisor.line("Nothing of the changed configuration is used");
  await page.run("A change of your own");
  writeFileSync(world.configFile, written);
  supervisor.signal("SIGHUP");
  await supervisor.line("The operator's change is in force");

  await page.run("Before work on the host");
  server.offer({ "": receiving(await freePort()) }, "configuration 2");
  await supervisor.line("Remote configuration received, and held");
  await page.run("What waits");
  await page.run("When the work is done");
  expect(await server.verdict("configuration 2")).toBe("APPLIED");

  const other = Bun.listen({ hostname: "127.0.0.1", port: taken, socket: { data: () => {} } });
  expect(await offer("configuration 3", receiving(taken))).toBe("FAILED");
  await page.run("Incident: a configuration of the server does not work");
  other.stop();
  const seen = supervisor.lines.length;
  await page.run("When the port is free");
  await supervisor.line("Remote configuration applied", {}, seen);
  await page.run("Incident: a configuration works, and does harm");
  await server.until(({ remoteConfigStatus: told }) => told?.errorMessage?.includes("ROLLED_BACK"));
  await page.run("After the rollback");
  await page.run("Incident: the Collector does not stay up");
  await server.stop();
  await supervisor.line(/^No connection to the OpAMP server/);
  await page.run("Incident: no connection to the server");
  await server.open();
  await server.healthy();
  await page.run("A report");
  await page.run("The end");
  expect(await supervisor.exitCode).toBe(0);
  expect(page.left).toEqual([]);
}, 60_000);

test("docs/security.md", async () => {
  await needPort(8888);
  const server = await TestServer.start();
  const world = new World({ endpoint: null });
  const page = new PageRunner("security.md", {
    directory: world.directory,
    words: [
      ["/usr/local/bin/otelcol", otelcol],
      ["wss://opamp.example.com/v1/opamp", server.endpoint],
      ["/srv/otel", world.directory],
    ],
  });
  writeFileSync(world.path("token"), "secret-of-the-agent\n");
  await page.run("What the server may do");
  const supervisor = world.start();
  await server.healthy();
  await page.run("Files and their modes");
  await page.run("Secrets");
  expect(await supervisor.stop()).toBe(0);
  expect(page.left).toEqual([]);
}, 60_000);

test("docs/migration.md", async () => {
  await needPort(8888);
  const server = await TestServer.start();
  const world = new World({ endpoint: null });
  const page = new PageRunner("migration.md", {
    directory: world.directory,
    words: [
      ["/usr/local/bin/otelcol", otelcol],
      ["127.0.0.1:4320", new URL(server.endpoint).host],
      ["/var/lib/otelcol", world.directory],
    ],
  });
  await page.run("Before");
  await page.run("What is refused");
  leaveAsTheGoSupervisor(world.storage);
  const supervisor = world.start();
  await server.healthy();
  await page.run("The way over");
  await page.run("The way back");
  expect(await supervisor.exitCode).toBe(0);
  expect(page.left).toEqual([]);
}, 60_000);

test("README.md, Build and run", async () => {
  await needPort(8888);
  const server = await exampleServer();
  const world = new World({ endpoint: null });
  const page = new PageRunner("../README.md", {
    directory: world.directory,
    words: [
      ["/usr/local/bin/otelcol", otelcol],
      ["127.0.0.1:4320", new URL(server.endpoint).host],
    ],
  });
  symlinkSync(executable, world.path("opampsupervisor"));
  await page.run("Build and run");
  const supervisor = page.start(blockOf("README.md", "Build and run", "sh", "./opampsupervisor"));
  const client = new PageClient(server.pageUrl);
  await until(async () => (await client.agents()).some(({ up }) => up === true));
  await supervisor.line("Collector is healthy");
  expect(await supervisor.stop()).toBe(0);
  expect(page.left).toEqual([]);
}, 60_000);

/** The records of a Go supervisor that was stopped after it had applied a configuration. */
function leaveAsTheGoSupervisor(storage: string): void {
  mkdirSync(storage, { mode: 0o700 });
  const hash = "configuration 7";
  const record = codec.AgentRemoteConfig.encode(remoteConfig({ "": receiving(4318) }, hash)).finish();
  for (const name of ["last_recv_remote_config.dat", "last_working_remote_config.dat"]) {
    writeFileSync(join(storage, name), record, { mode: 0o600 });
  }
  const status = `status: 1, last_remote_config_hash: ${Buffer.from(hash).toString("hex")}, error_message: ""`;
  const state = `instance_id: 01965352-9958-72da-905c-e40329c32c64\nlast_remote_config_status: { ${status} }\n`;
  writeFileSync(join(storage, "persistent_state.yaml"), state, { mode: 0o600 });
}
