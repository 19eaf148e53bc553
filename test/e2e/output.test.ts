import { expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";

import { exportOnce } from "../bench/run/otlp.ts";
import { otelcol, quietMetrics, World } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { wholeLog } from "../support/numbered-lines.ts";
import { fixture } from "../support/project.ts";
import { until } from "../support/real-processes.ts";
import { TestServer } from "../support/test-server.ts";

/** An OTLP receiver on `port` whose logs are printed. */
function printing(port: number) {
  return {
    receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${port}` } } } },
    exporters: { debug: null },
    service: { ...quietMetrics.service, pipelines: { logs: { receivers: ["otlp"], exporters: ["debug"] } } },
  };
}

test("passthrough_logs: the Collector's lines are lines of the supervisor's log, and a failure shows the last ones", async () => {
  const server = await TestServer.start();
  const port = await freePort();
  const config = {
    agent: { passthrough_logs: true, config_files: ["local.yaml"], executable: otelcol },
    telemetry: { logs: { level: "warn" } },
  };
  const world = new World({ endpoint: server.endpoint, local: printing(port), config });
  const supervisor = world.start();
  await server.healthy();
  expect(await exportOnce(port)).toBe(true);
  const printed = await supervisor.line("Logs", { logger: "collector" });
  expect(printed).toMatchObject({
    level: "info",
    ts: expect.any(Number),
    resource: expect.objectContaining({ "service.name": expect.any(String) }),
    "otelcol.component.id": "debug",
    "log records": 1,
  });
  expect(await supervisor.line(/^Everything is ready/)).toMatchObject({
    level: "info",
    logger: "collector",
    caller: expect.stringContaining("service.go:"),
  });
  expect(existsSync(world.stored("agent.log"))).toBe(false);

  await until(() => supervisor.running().length === 1);
  const [pid = 0] = supervisor.running();
  process.kill(pid, "SIGKILL");
  const ill = await server.until(({ health }) => (health?.healthy === false ? health : undefined));
  expect(ill.lastError).toContain("signal SIGKILL");
  expect(ill.lastError).toContain('"msg":"Logs"');
  await server.healthy();
});

test("passthrough_logs: the Collector dies with a killed supervisor", async () => {
  const server = await TestServer.start();
  const config = { agent: { passthrough_logs: true, config_files: ["local.yaml"], executable: otelcol } };
  const supervisor = new World({ endpoint: server.endpoint, config }).start();
  await server.healthy();
  supervisor.signal("SIGKILL");
  await supervisor.descendantsGone();
});

test("log_rotation: agent.log is put away while the Collector writes to it, and every line is kept whole", async () => {
  const server = await TestServer.start();
  const world = new World({ endpoint: server.endpoint });
  const speak = world.path("speak");
  const lines = Array.from({ length: 8_000 }, (_, number) => `line ${number} ${"x".repeat(250)}\n`).join("");
  writeFileSync(world.path("lines"), lines);
  world.configure({
    endpoint: server.endpoint,
    config: {
      agent: {
        executable: fixture("talking-collector.sh"),
        config_files: ["local.yaml"],
        env: { REAL_COLLECTOR: otelcol, SPEAK: speak, LINES: world.path("lines") },
        log_rotation: { max_size_mib: 1, max_files: 50 },
      },
    },
  });
  const supervisor = world.start();
  await server.healthy();
  writeFileSync(speak, "");
  await until(() => existsSync(`${speak}.said`));
  const rotated = await supervisor.line("Rotated the Collector's log");
  expect(rotated).toMatchObject({ bytes: expect.any(Number), pause_ms: expect.any(Number) });
  const agentLog = world.stored("agent.log");
  await until(() => statSync(agentLog).size < 1024 * 1024 && !existsSync(`${agentLog}.copy`));
  const told = wholeLog(agentLog).split("\n");
  expect(told.filter((line) => line.startsWith("line ")).join("\n")).toBe(
    lines.trimEnd().concat("\n").repeat(16).trimEnd(),
  );
  expect(told.filter((line) => !line.startsWith("line ") && !line.startsWith("{"))).toEqual([""]);
  expect(await supervisor.stop()).toBe(0);
  expect(readdirSync(world.storage)).not.toContain("agent.log.copy");
  expect(readFileSync(`${agentLog}.1`, "utf8").endsWith("\n")).toBe(true);
});
