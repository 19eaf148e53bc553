import { beforeEach, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";

import { otelcol, World } from "../support/e2e.ts";
import { needPort } from "../support/free-port.ts";
import { serverFrame } from "../support/opamp-frames.ts";
import { OtlpSink } from "../support/otlp-sink.ts";
import { TestServer } from "../support/test-server.ts";
import { WebSocketRelay } from "../support/websocket-relay.ts";

/** A target as the server names it. */
function target(sink: OtlpSink, signal: string, tenant: string) {
  return {
    destinationEndpoint: `${sink.endpoint}/v1/${signal}`,
    headers: { headers: [{ key: "X-Tenant", value: tenant }] },
  };
}

/** These tests run with the Collector's own default reader. */
beforeEach(() => needPort(8888));

const capabilities = { reports_own_metrics: true, reports_own_logs: true, reports_own_traces: true };
const config = { capabilities, agent: { executable: otelcol } };

test("offers become the Collector's own telemetry, signal by signal, over a restart too; :8888 stays", async () => {
  const sink = new OtlpSink();
  const server = await TestServer.start();
  const world = new World({ endpoint: server.endpoint, config, local: null });
  const first = world.start();
  await server.healthy();
  const secret = 'quo"ted\\ $HOME ${env:HOME}';
  server.send({ connectionSettings: { hash: Buffer.from("1"), ownLogs: target(sink, "logs", secret) } });
  const isCollectors = (body: string) => !body.includes("opamp-supervisor");
  await sink.received(
    ({ path, headers, body }) => path === "/v1/logs" && headers.get("x-tenant") === secret && isCollectors(body),
  );
  server.send({
    connectionSettings: { hash: Buffer.from("2"), ownMetrics: target(sink, "metrics", "metrics-tenant") },
  });
  await server.until(() => server.effective()?.includes("/v1/metrics") && server.effective()?.includes("/v1/logs"));
  await server.healthy();
  expect(server.effective()).not.toContain("metrics-tenant");
  expect(await (await fetch("http://127.0.0.1:8888/metrics")).text()).toContain("otelcol_process_uptime");
  await first.stop();
  await server.disconnected();

  const second = world.start();
  await server.healthy();
  const effective = readFileSync(world.stored("effective.yaml"), "utf8");
  expect(effective).toContain("/v1/metrics");
  expect(effective).toContain("/v1/logs");
  expect(JSON.stringify([...first.lines, ...second.lines])).not.toContain("metrics-tenant");
});

/** A supervisor that tells what becomes of offered settings, and where its Collector may send. */
async function reporting() {
  const sink = new OtlpSink();
  const server = await TestServer.start();
  const reports_connection_settings_status = true;
  const told = { ...config, capabilities: { ...capabilities, reports_connection_settings_status } };
  const world = new World({ endpoint: server.endpoint, config: told, local: null });
  const supervisor = world.start();
  await server.healthy();
  return { sink, server, world, supervisor };
}

test("what the Collector cannot do for its own telemetry is refused by name and never left out, and other signals go on", async () => {
  const { sink, server, world, supervisor } = await reporting();
  const traces = { destinationEndpoint: "https://127.0.0.1:1/v1/traces", proxy: { url: "http://127.0.0.1:2" } };
  const ownLogs = target(sink, "logs", "a");
  server.send({ connectionSettings: { hash: Buffer.from("1"), ownTraces: traces, ownLogs } });
  expect(await server.settingsVerdict("1")).toBe(
    "FAILED own telemetry: SETTINGS_REFUSED: traces: proxy cannot be set for the Collector's own telemetry, whose environment decides",
  );
  await sink.received(({ path, body }) => path === "/v1/logs" && !body.includes("opamp-supervisor"));
  const effective = () => readFileSync(world.stored("effective.yaml"), "utf8");
  expect(effective()).not.toContain("/v1/traces");
  const changes = () => supervisor.lines.filter(({ msg }) => msg === "Collector reloading").length;
  const before = changes();
  server.offer({ "": "processors: {batch: }\n" }, "later");
  expect(await server.verdict("later")).toBe("APPLIED");
  expect(effective()).not.toContain("/v1/traces");
  expect(effective()).toContain("/v1/logs");
  expect(changes()).toBe(before + 1);
});

test("an empty endpoint ends the export of its signal alone, and an equal offer is APPLIED without another start", async () => {
  const { sink, server, world, supervisor } = await reporting();
  const changes = () => supervisor.lines.filter(({ msg }) => /^Collector (?:reloading|started)$/.test(msg)).length;
  const effective = () => readFileSync(world.stored("effective.yaml"), "utf8");
  const offer = (hash: string, offers: object) => {
    server.send({ connectionSettings: { hash: Buffer.from(hash), ...offers } });
    return server.settingsVerdict(hash);
  };
  const ownLogs = target(sink, "logs", "a");
  expect(await offer("1", { ownLogs, ownMetrics: target(sink, "metrics", "a") })).toBe("APPLIED");
  const before = changes();
  expect(await offer("2", { ownLogs })).toBe("APPLIED");
  expect(changes()).toBe(before);
  expect(await offer("3", { ownMetrics: { destinationEndpoint: "" } })).toBe("APPLIED");
  expect(changes()).toBe(before + 1);
  expect(effective()).not.toContain("/v1/metrics");
  expect(effective()).toContain("/v1/logs");
  expect(await offer("4", { ownLogs: { destinationEndpoint: "" } })).toBe("APPLIED");
  expect(effective()).not.toContain(sink.endpoint);
  expect(existsSync(world.stored("last_recv_own_telemetry_config.dat"))).toBe(false);
});

test("an offer for a signal whose capability is off is ignored with a log line", async () => {
  const server = await TestServer.start();
  const off = { capabilities: { reports_own_metrics: false, reports_own_logs: true }, agent: { executable: otelcol } };
  await using relay = new WebSocketRelay(Number(new URL(server.endpoint).port));
  const endpoint = `ws://127.0.0.1:${relay.port}/v1/opamp`;
  const supervisor = new World({ endpoint, config: off, local: null }).start();
  await server.healthy();
  // A proper server sends no such offer, and the client takes it out before anybody else sees it.
  const ownMetrics = { destinationEndpoint: "http://127.0.0.1:1/v1/metrics" };
  relay.forge(serverFrame({ connectionSettings: { ownMetrics } }));
  const ignored = await supervisor.line("Ignored parts of a message of the OpAMP server");
  expect(JSON.stringify(ignored)).toContain("ownMetrics");
  server.send({ connectionSettings: { ownLogs: { destinationEndpoint: "http://127.0.0.1:1/v1/logs" } } });
  await server.until(() => server.effective()?.includes("/v1/logs"));
  expect(server.effective()).not.toContain("/v1/metrics");
});
