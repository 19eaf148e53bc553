import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";

import { hasCapability } from "../../src/opamp/wire/capabilities.ts";
import { AgentCapabilities } from "../../src/opamp/wire/messages.ts";
import { formatUid } from "../../src/opamp/wire/uid.ts";
import { otelcol, World } from "../support/e2e.ts";
import { fixture } from "../support/project.ts";
import { attribute, capabilities, TestServer } from "../support/test-server.ts";

test("the agent appears with description, components, capabilities, health and effective configuration", async () => {
  const server = await TestServer.start();
  const supervisor = new World({
    endpoint: server.endpoint,
    config: {
      capabilities: { accepts_remote_config: true, reports_own_logs: true },
      agent: {
        executable: otelcol,
        config_files: ["local.yaml"],
        description: {
          identifying_attributes: { "client.id": "my-client" },
          non_identifying_attributes: { env: 'prod "quoted" $${env:HOME}' },
        },
      },
    },
  }).start();
  const { id } = await supervisor.line("Supervisor starting");
  await supervisor.line("Nothing bounds what a remote configuration may do: there is no agent.policy");
  await server.healthy();
  const agent = await server.until((state) => state.effectiveConfig && state);
  expect(formatUid(agent.instanceUid)).toBe(String(id));
  expect(agent.health).toMatchObject({ healthy: true, status: "running no pipelines" });
  expect(attribute(agent, "service.instance.id")).toBe(String(id));
  expect(attribute(agent, "service.name")).toBe("otelcol");
  expect(attribute(agent, "client.id")).toBe("my-client");
  expect(attribute(agent, "env")).toBe('prod "quoted" ${env:HOME}');
  expect(attribute(agent, "os.type")).toBe("linux");
  expect(server.effective()).toContain("opamp");

  const components = await server.until(
    ({ availableComponents: told }) => told?.components?.["extensions"] && told.components,
  );
  expect(Object.keys(components).toSorted()).toEqual([
    "connectors",
    "exporters",
    "extensions",
    "processors",
    "receivers",
  ]);

  const asked = [
    AgentCapabilities.AgentCapabilities_ReportsStatus,
    AgentCapabilities.AgentCapabilities_AcceptsRemoteConfig,
    AgentCapabilities.AgentCapabilities_ReportsRemoteConfig,
    AgentCapabilities.AgentCapabilities_ReportsEffectiveConfig,
    AgentCapabilities.AgentCapabilities_ReportsOwnMetrics,
    AgentCapabilities.AgentCapabilities_ReportsOwnLogs,
    AgentCapabilities.AgentCapabilities_ReportsHealth,
    AgentCapabilities.AgentCapabilities_ReportsHeartbeat,
    AgentCapabilities.AgentCapabilities_ReportsAvailableComponents,
  ];
  const [first] = server.messages;
  if (first === undefined) throw new Error("no message");
  expect(capabilities(first)).toBe(asked.reduce((bits, bit) => bits | bit, 0));
  expect(hasCapability(capabilities(first), AgentCapabilities.AgentCapabilities_AcceptsRestartCommand)).toBe(false);
}, 10_000);

test("nothing is claimed before it runs: the first message knows no effective configuration and no health", async () => {
  const server = await TestServer.start();
  new World({ endpoint: server.endpoint }).start();
  await server.healthy();
  const [first] = server.messages;
  expect(first?.effectiveConfig ?? undefined).toBeUndefined();
  expect(first?.health?.healthy ?? false).toBe(false);
  expect(first?.agentDescription).toBeTruthy();
});

test("the first start runs the binary twice, the next one once", async () => {
  const server = await TestServer.start();
  const world = new World({
    endpoint: server.endpoint,
    collector: fixture("counting-collector.sh"),
    config: {
      agent: {
        executable: fixture("counting-collector.sh"),
        config_files: ["local.yaml"],
        env: { REAL_COLLECTOR: otelcol, CALLS_FILE: "calls" },
      },
    },
  });
  const calls = () => readFileSync(world.path("calls"), "utf8").trim().split("\n");
  const first = world.start();
  await server.healthy();
  expect(calls().toSorted()).toEqual(["--config", "--config"]);
  await first.stop();
  await server.disconnected();
  world.start();
  await server.until(({ agentDescription, health }) => agentDescription && health?.healthy);
  expect(calls().slice(2)).toEqual(["--config"]);
});

test("the identity is kept, and agent.instance_id gives the first one", async () => {
  const server = await TestServer.start();
  const id = "018f3b6e-0000-7000-8000-00000000abcd";
  const config = { agent: { executable: otelcol, config_files: ["local.yaml"], instance_id: id } };
  const world = new World({ endpoint: server.endpoint, config });
  const first = world.start();
  const uid = await server.until((agent) => (agent.instanceUid.length > 0 ? formatUid(agent.instanceUid) : undefined));
  expect(uid).toBe(id);
  await first.stop();
  world.configure({ endpoint: server.endpoint });
  const second = world.start();
  expect((await second.line("Supervisor starting"))["id"]).toBe(id);
}, 10_000);

test.each([
  ["a file that does not exist", "/nonexistent/otelcol", /no such file: \/nonexistent\/otelcol/],
  ["a directory", "/usr", /not a file: \/usr/],
  ["a file that may not be executed", "/etc/passwd", /not executable: \/etc\/passwd/],
  [
    "a Collector that exits at once",
    fixture("dying-collector.sh"),
    /first start, exit code 3: cannot start: the moon is full[\s\S]*info starting/,
  ],
  ["a build without the opamp extension", fixture("collector-without-opamp.sh"), /built without the opamp extension/],
  [
    "a Collector that never connects",
    fixture("silent-collector.sh"),
    /never connected to the supervisor within 0\.5 s/,
  ],
])("%s as executable ends the start with its own message", async (_, collector, message) => {
  const world = new World({
    endpoint: "ws://127.0.0.1:1/v1/opamp",
    config: { agent: { executable: collector, bootstrap_timeout: "500ms" } },
  });
  const supervisor = world.start();
  expect(await supervisor.exitCode).toBe(1);
  expect(supervisor.lines.at(-1)).toMatchObject({ level: "error" });
  expect(supervisor.lines.at(-1)?.msg).toMatch(message);
  await supervisor.runsJust([]);
});

test("a program for another architecture is named as such", async () => {
  const world = new World({ endpoint: "ws://127.0.0.1:1/v1/opamp" });
  const program = Buffer.from(await Bun.file("/bin/true").arrayBuffer());
  program.writeUInt16LE(process.arch === "arm64" ? 0x3e : 0xb7, 18);
  await Bun.write(world.path("foreign"), program, { mode: 0o755 });
  world.configure({ endpoint: "ws://127.0.0.1:1/v1/opamp", config: { agent: { executable: "./foreign" } } });
  const { chmodSync } = await import("node:fs");
  chmodSync(world.path("foreign"), 0o755);
  const supervisor = world.start();
  expect(await supervisor.exitCode).toBe(1);
  expect(supervisor.lines.at(-1)?.msg).toMatch(/is built for linux\/\w+, this machine is linux\/\w+/);
});

test("a second supervisor on the same storage directory is refused with the pid of the first", async () => {
  const server = await TestServer.start();
  const world = new World({ endpoint: server.endpoint });
  const first = world.start();
  await server.healthy();
  const second = world.start();
  expect(await second.exitCode).toBe(1);
  expect(second.lines.at(-1)?.msg).toContain(`pid ${first.pid}`);
  expect(await server.healthy()).toBeTruthy();
});
