import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";

import { parse, stringify } from "yaml";

import { AgentCapabilities } from "../../src/opamp/wire/messages.ts";
import { otelcol, quietMetrics, World } from "../support/e2e.ts";
import { needPort } from "../support/free-port.ts";
import { fixture } from "../support/project.ts";
import { reloadModes } from "../support/reload-modes.ts";
import { attribute, capabilities, TestServer } from "../support/test-server.ts";

/** What a Collector's binary says of its own name and version. */
function buildInfo(): { command: string; version: string } {
  return parse(Bun.spawnSync([otelcol, "components"]).stdout.toString()).buildinfo;
}

test.each([
  ["that runs without pipelines", {}],
  [
    "that does not",
    { executable: fixture("ungated-collector.sh"), env: { REAL_COLLECTOR: otelcol }, config_files: ["local.yaml"] },
  ],
])(
  "a Collector %s introduces itself by its own name and version",
  async (_, agent) => {
    const server = await TestServer.start();
    new World({ endpoint: server.endpoint, config: { agent } }).start();
    const described = await server.until((state) => state.agentDescription && state);
    const { command, version } = buildInfo();
    expect(attribute(described, "service.name")).toBe(command);
    expect(attribute(described, "service.version")).toBe(version);
    for (const key of ["host.arch", "host.name", "os.type"])
      expect([key, attribute(described, key)]).not.toEqual([key, undefined]);
    await server.healthy();
  },
  10_000,
);

test("a Collector introduces itself while another program has port 8888", async () => {
  await needPort(8888);
  using holder = Bun.serve({ hostname: "localhost", port: 8888, reusePort: false, fetch: () => new Response() });
  expect(holder.port).toBe(8888);
  const server = await TestServer.start();
  new World({ endpoint: server.endpoint }).start();
  const described = await server.until((state) => state.agentDescription && state);
  expect(attribute(described, "service.name")).toBe(buildInfo().command);
  await server.healthy();
}, 10_000);

test("components are told by their hash, and in full when the server asks, the opamp extension among them", async () => {
  const server = await TestServer.start();
  new World({ endpoint: server.endpoint }).start();
  const extensions = await server.until(({ availableComponents }) => availableComponents?.components?.["extensions"]);
  const told = server.messages.flatMap(({ availableComponents }) => (availableComponents ? [availableComponents] : []));
  expect(Object.keys(told[0]?.components ?? {})).toEqual([]);
  expect(told[0]?.hash?.length).toBeGreaterThan(0);
  expect(Object.keys(extensions.subComponentMap ?? {})).toContain("opamp");
}, 10_000);

test("with every capability off, status and heartbeats are left", async () => {
  const server = await TestServer.start();
  const off = {
    accepts_remote_config: false,
    reports_effective_config: false,
    reports_own_metrics: false,
    reports_health: false,
    reports_available_components: false,
  };
  new World({ endpoint: server.endpoint, config: { capabilities: off } }).start();
  await server.until((agent) => agent.agentDescription);
  const { AgentCapabilities_ReportsStatus, AgentCapabilities_ReportsHeartbeat } = AgentCapabilities;
  expect(server.messages.map(capabilities)).toEqual(
    server.messages.map(() => AgentCapabilities_ReportsStatus | AgentCapabilities_ReportsHeartbeat),
  );
  const [first] = server.messages;
  expect([first?.health ?? undefined, first?.effectiveConfig ?? undefined]).toEqual([undefined, undefined]);
}, 5_000);

test("what a remote configuration changes of the description is passed on, the operator's attributes stay", async () => {
  const server = await TestServer.start();
  const description = {
    identifying_attributes: { "client.id": "my-client-id" },
    non_identifying_attributes: { env: "prod" },
    include_resource_attributes: true,
  };
  const supervisor = new World({ endpoint: server.endpoint, config: { agent: { description } } }).start();
  const { id } = await supervisor.line("Supervisor starting");
  await server.healthy();
  const resource = { "service.name": "changed", "service.version": "9.9.9", "deployment.environment": "test" };
  server.offer({ "": stringify({ service: { telemetry: { resource, ...quietMetrics.service.telemetry } } }) }, "named");
  const agent = await server.until((state) => attribute(state, "service.name") === "changed" && state);
  expect(attribute(agent, "service.version")).toBe("9.9.9");
  expect(attribute(agent, "deployment.environment")).toBe("test");
  expect(attribute(agent, "client.id")).toBe("my-client-id");
  expect(attribute(agent, "env")).toBe("prod");
  expect(attribute(agent, "service.instance.id")).toBe(String(id));
}, 10_000);

test("references to files and variables are in the effective configuration, and what they stand for is not", async () => {
  const server = await TestServer.start();
  const world = new World({ endpoint: server.endpoint, config: { agent: { env: { FROM_ENV: "value-of-env" } } } });
  writeFileSync(world.path("value.txt"), "value-of-file");
  world.start();
  await server.healthy();
  const resource = { test_key: `\${file:${world.path("value.txt")}}`, other_key: "${env:FROM_ENV}" };
  server.offer(
    { "": stringify({ service: { telemetry: { resource, ...quietMetrics.service.telemetry } } }) },
    "refers",
  );
  const effective = await server.until(() => server.effective()?.includes("test_key") && server.effective());
  expect(effective).toContain("other_key");
  expect(effective).not.toMatch(/value-of-(file|env)/);
  expect(await server.verdict("refers")).toBe("APPLIED");
}, 10_000);

describe.each(reloadModes)("with %s", (_, reload) => {
  test("resource attributes of a local file are in the effective configuration, in the form that the Collector takes", async () => {
    const server = await TestServer.start();
    const resource = {
      attributes: [
        { name: "otelcol.service.mode", value: "agent" },
        { name: "service.name", value: "named" },
      ],
    };
    const local = { service: { telemetry: { ...quietMetrics.service.telemetry, resource } } };
    const config = { agent: { use_hup_config_reload: reload } };
    new World({ endpoint: server.endpoint, config, local }).start();
    await server.healthy();
    const effective = await server.until(() => server.effective());
    const told = parse(effective).service.telemetry.resource;
    expect(told).toMatchObject({ "otelcol.service.mode": "agent", "service.name": "named" });
    // This Collector takes no list, and two forms beside each other would contradict one another.
    expect(Object.keys(told)).not.toContain("attributes");
  }, 10_000);
});
