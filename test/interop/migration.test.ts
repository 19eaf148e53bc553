import { beforeAll, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";

import { stringify } from "yaml";

import { goSupervisor } from "../bench/run/go-supervisor.ts";
import { answers, otelcol, receiving, World } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { goBuildTimeoutMs } from "../support/go-build.ts";
import { SupervisorProcess } from "../support/supervisor-process.ts";
import { TestServer } from "../support/test-server.ts";

let go = "";

beforeAll(async () => {
  const built = await goSupervisor(console.log);
  if (!built.found) throw new Error(built.reason);
  go = built.contestant.executable;
}, goBuildTimeoutMs);

test("from the Go supervisor and back the agent stays the same, with the same configuration", async () => {
  const server = await TestServer.start();
  const world = new World({ endpoint: null });
  const config = {
    server: { endpoint: server.endpoint },
    capabilities: { accepts_remote_config: true, reports_remote_config: true },
    agent: { executable: otelcol, config_apply_timeout: "1s" },
    storage: { directory: "./storage" },
  };
  writeFileSync(world.configFile, stringify(config));
  const startGo = () =>
    new SupervisorProcess({ executable: go, args: [`--config=${world.configFile}`], directory: world.directory });
  const uid = () => Buffer.from(server.agent?.instanceUid ?? []).toString("hex");

  const before = startGo();
  await server.healthy();
  const was = uid();
  const [first, second] = [await freePort(), await freePort()];
  server.offer({ "": receiving(first) }, "first");
  expect(await server.verdict("first")).toBe("APPLIED");
  before.signal("SIGINT");
  await before.exitCode;
  await before.descendantsGone();
  await server.disconnected();

  const ours = world.start();
  await server.healthy();
  expect([uid(), await answers(first)]).toEqual([was, true]);
  server.offer({ "": receiving(second) }, "second");
  expect(await server.verdict("second")).toBe("APPLIED");
  expect(await ours.stop()).toBe(0);
  await server.disconnected();

  const after = startGo();
  await server.healthy();
  expect([uid(), await answers(first), await answers(second)]).toEqual([was, false, true]);
  after.signal("SIGINT");
  await after.exitCode;
}, 60_000);
