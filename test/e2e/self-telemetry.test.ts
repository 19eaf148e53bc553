import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";

import { makeCertificates, TestAuthority } from "../support/certificates.ts";
import { receiving, World } from "../support/e2e.ts";
import { readExposition } from "../support/exposition.ts";
import { freePort, needPort } from "../support/free-port.ts";
import { OtlpCollector } from "../support/otlp-collector.ts";
import { TestServer } from "../support/test-server.ts";

const scraping = "service: {telemetry: {metrics: {level: none}}}\n";

/** Exports of all signals to one place, soon. */
function exports(otlp: object, more: object = {}) {
  const exporter = { otlp };
  return {
    logs: { level: "debug", processors: [{ batch: { exporter, schedule_delay: 100 } }] },
    metrics: { readers: [{ periodic: { exporter, interval: 500 } }] },
    traces: { processors: [{ batch: { exporter, schedule_delay: 100 } }] },
    ...more,
  };
}

describe.each(["http/protobuf", "grpc"])("over %s", (protocol) => {
  test("a real Collector gets the spans, metrics and log of a supervisor, from its bootstrap to its stop", async () => {
    const endpoint = await OtlpCollector.start();
    const server = await TestServer.start();
    const url = protocol === "grpc" ? endpoint.grpc : endpoint.http;
    const headers = [{ name: "x-secret", value: "the-secret-token" }];
    const telemetry = exports(
      { protocol, endpoint: url, headers, compression: "gzip" },
      { resource: { attributes: [{ name: "deployment.environment.name", value: "test" }] } },
    );
    const world = new World({ endpoint: server.endpoint, config: { telemetry } });
    const supervisor = world.start();
    const { id } = await supervisor.line("Supervisor starting");
    await server.healthy();
    server.offer({ "": scraping }, "first");
    expect(await server.verdict("first")).toBe("APPLIED");

    await endpoint.prints(/Name\s*: GetBootstrapInfo/);
    for (const name of ["onMessage", "processRemoteConfigMessage", "handleAgentOpAMPMessage", "apply", "apply.phase"]) {
      await endpoint.prints(new RegExp(`Name\\s*: ${name.replace(".", "\\.")}\n`));
    }
    await endpoint.prints("Config changed");
    await endpoint.prints("Received health");
    await endpoint.prints("service.name: Str(opamp-supervisor)");
    await endpoint.prints(`service.instance.id: Str(${String(id)})`);
    await endpoint.prints("deployment.environment.name: Str(test)");
    await endpoint.prints("Body: Str(Remote configuration applied)");
    await endpoint.prints(/-> Name: supervisor\.agent\.health_status\n[^]*?Value: 1\n/);
    for (const name of [
      "supervisor.agent.fallback_status",
      "supervisor.apply.duration",
      "supervisor.server.connections",
      "supervisor.server.connection.state",
      "supervisor.server.messages",
      "supervisor.server.io",
      "supervisor.collector.cpu.time",
      "supervisor.collector.memory.usage",
      "supervisor.collector.file_descriptor.count",
      "process.cpu.time",
      "process.memory.usage",
      "process.unix.file_descriptor.count",
      "nodejs.eventloop.delay.max",
    ]) {
      await endpoint.prints(`-> Name: ${name}\n`);
    }
    expect(await supervisor.stop()).toBe(0);
    await endpoint.prints("Body: Str(Supervisor stopped)");
    expect(supervisor.lines.filter(({ msg }) => msg.startsWith("Own telemetry"))).toEqual([]);
    expect(JSON.stringify(supervisor.lines)).not.toContain("the-secret-token");
    expect(endpoint.printed).not.toContain("the-secret-token");
  });

  test("over TLS a client shows its certificate, and one that has none is told once and disturbs nothing", async () => {
    const authority = new TestAuthority();
    const client = authority.client("supervisor");
    const endpoint = await OtlpCollector.start({ ...authority.server(), clientCa: authority.cert });
    const url = protocol === "grpc" ? endpoint.grpc : endpoint.http;
    const world = new World({ endpoint: null });
    for (const [name, text] of Object.entries({ ca: authority.cert, cert: client.cert, key: client.key })) {
      writeFileSync(world.path(`${name}.pem`), text);
    }
    const known = { certificate: "ca.pem", client_certificate: "cert.pem", client_key: "key.pem" };
    world.configure({ endpoint: null, config: { telemetry: exports({ protocol, endpoint: url, ...known }) } });
    const supervisor = world.start();
    await endpoint.prints(/Name\s*: GetBootstrapInfo/);
    await endpoint.prints("Body: Str(Collector is healthy)");
    await endpoint.prints("-> Name: process.uptime\n");
    expect(await supervisor.stop()).toBe(0);

    world.configure({
      endpoint: null,
      config: { telemetry: exports({ protocol, endpoint: url, certificate: "ca.pem", timeout: 500 }) },
    });
    const stranger = world.start();
    await stranger.line("Collector is healthy");
    await stranger.line("Own telemetry cannot be exported", { signal: "traces" });
    expect(await stranger.stop()).toBe(0);
    expect(stranger.lines.filter(({ msg }) => msg === "Own telemetry cannot be exported").length).toBeLessThan(4);
  });
});

test("an endpoint that takes connections and never answers costs neither the start nor more than 2 s of the end", async () => {
  const silent = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  const telemetry = exports({ protocol: "http/protobuf", endpoint: `http://127.0.0.1:${silent.port}` });
  const supervisor = new World({ endpoint: null, config: { telemetry } }).start();
  await supervisor.line("Collector is healthy");
  const asked = performance.now();
  expect(await supervisor.stop()).toBe(0);
  expect(performance.now() - asked).toBeLessThan(12_000);
  silent.stop(true);
});

test("what the server asks for goes out beside what the operator wants, changes and ends without a restart, and comes back with the next start", async () => {
  await needPort(8888);
  const operators = await OtlpCollector.start();
  const [first, second] = [await OtlpCollector.start(), await OtlpCollector.start()];
  const server = await TestServer.start();
  const capabilities = {
    accepts_remote_config: true,
    reports_own_metrics: true,
    reports_own_logs: true,
    reports_own_traces: true,
    reports_connection_settings_status: true,
  };
  const processors = [{ simple: { exporter: { otlp: { protocol: "grpc", endpoint: operators.grpc } } } }];
  const config = { capabilities, telemetry: { logs: { level: "debug", processors } } };
  const world = new World({ endpoint: server.endpoint, config, local: null });
  const supervisor = world.start();
  await server.healthy();
  const target = (endpoint: OtlpCollector, signal: string) => ({
    destinationEndpoint: `${endpoint.http}/v1/${signal}`,
  });
  const offer = async (hash: string, parts: object) => {
    server.send({ connectionSettings: { hash: Buffer.from(hash), ...parts } });
    expect(await server.settingsVerdict(hash)).toBe("APPLIED");
  };
  await offer("1", {
    ownLogs: target(first, "logs"),
    ownTraces: target(first, "traces"),
    ownMetrics: target(first, "metrics"),
  });
  const ofSupervisor = "service.name: Str(opamp-supervisor)";
  await first.prints(ofSupervisor);
  server.offer({ "": scraping }, "a");
  expect(await server.verdict("a")).toBe("APPLIED");
  await first.prints("Body: Str(Remote configuration applied)");
  await first.prints(/Name\s*: processRemoteConfigMessage/);
  await first.prints("-> Name: supervisor.agent.health_status");
  await operators.prints("Body: Str(Remote configuration applied)");

  await offer("2", { ownLogs: target(second, "logs"), ownTraces: { destinationEndpoint: "" } });
  server.offer({ "": `${scraping}# another\nprocessors: {batch: }\n` }, "b");
  expect(await server.verdict("b")).toBe("APPLIED");
  await second.prints("Body: Str(Remote configuration applied)");
  expect(second.printed).not.toMatch(/Name\s*: onMessage/);
  expect(await supervisor.stop()).toBe(0);

  const next = world.start();
  await next.line("Collector is healthy");
  await second.prints(/Body: Str\(Supervisor starting\)|Body: Str\(Collector is healthy\)/);
  expect(await next.stop()).toBe(0);
});

test("Prometheus reads the page of a pull reader", async () => {
  const port = await freePort();
  const prometheus = { host: "127.0.0.1", port, with_resource_constant_labels: { included: ["service.name"] } };
  const telemetry = { metrics: { readers: [{ pull: { exporter: { prometheus } } }] } };
  const supervisor = new World({ endpoint: null, config: { telemetry } }).start();
  await supervisor.line("Own metrics are served");
  await supervisor.line("Collector is healthy");
  const page = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  expect(page).toContain('target_info{service_name="opamp-supervisor"');
  expect(page).toMatch(
    /supervisor_agent_health_status\{service_name="opamp-supervisor",otel_scope_name="opamp-supervisor",otel_scope_version="[^"]+"\} 1\n/,
  );
  expect(page).toMatch(
    /# TYPE process_cpu_time_seconds_total counter\nprocess_cpu_time_seconds_total\{.*cpu_mode="user"\} /,
  );
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
});

describe("the health endpoint", () => {
  test("serves the metrics over its TLS, in the format that is asked for", async () => {
    const port = await freePort();
    const { ca, server: keys } = makeCertificates();
    const tls = { cert_pem: keys.cert, key_pem: keys.key };
    const server = await TestServer.start();
    const config = { healthcheck: { endpoint: `localhost:${port}`, metrics: true, tls } };
    const supervisor = new World({ endpoint: server.endpoint, config }).start();
    const { id } = await supervisor.line("Supervisor starting");
    await server.healthy();
    server.offer({ "": receiving(await freePort()) }, "first");
    expect(await server.verdict("first")).toBe("APPLIED");
    const ask = async (accept: string) => {
      const answer = await fetch(`https://localhost:${port}/metrics`, { headers: { accept }, tls: { ca } });
      return { type: answer.headers.get("content-type"), text: await answer.text() };
    };

    const plain = await ask("*/*");
    expect(plain.type).toBe("text/plain;version=0.0.4;charset=utf-8");
    const families = readExposition(plain.text, "text");
    expect(families.get("target_info")?.samples[0]?.labels).toMatchObject({ service_instance_id: String(id) });
    const valuesOf = (name: string, labels: object = {}) =>
      (families.get(name)?.samples ?? [])
        .filter((sample) => Object.entries(labels).every(([key, value]) => sample.labels[key] === value))
        .map(({ value }) => value);
    expect(valuesOf("supervisor_agent_health_status")).toEqual([1]);
    expect(valuesOf("supervisor_server_connection_state", { state: "connected" })).toEqual([1]);
    expect(valuesOf("supervisor_server_connections_total", { reconnect: "false" })).toEqual([1]);
    expect(valuesOf("supervisor_apply_duration_seconds", { outcome: "applied", le: "+Inf" })[0]).toBeGreaterThan(0);
    expect(valuesOf("supervisor_collector_outage_seconds", { le: "+Inf" })).toEqual([1]);
    const [cpu, memory, files] = [
      valuesOf("supervisor_collector_cpu_time_seconds_total", { cpu_mode: "user" }),
      valuesOf("supervisor_collector_memory_usage_bytes"),
      valuesOf("supervisor_collector_file_descriptor_count"),
    ];
    expect(cpu[0]).toBeGreaterThan(0);
    expect(memory[0]).toBeGreaterThan(10_000_000);
    expect(files[0]).toBeGreaterThan(3);

    const open = await ask("application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5");
    expect(open.type).toBe("application/openmetrics-text;version=1.0.0;charset=utf-8");
    const same = readExposition(open.text, "openmetrics");
    const bare = (name: string) => name.replace(/_(?:total|info)$/, "");
    expect([...same.keys()]).toEqual([...families.keys()].map(bare));
    expect(await supervisor.stop()).toBe(0);
  });

  test("has no such page where that is not asked for", async () => {
    const port = await freePort();
    const config = { healthcheck: { endpoint: `localhost:${port}` } };
    const supervisor = new World({ endpoint: null, config }).start();
    await supervisor.line("Collector is healthy");
    expect((await fetch(`http://localhost:${port}/metrics`)).status).toBe(404);
  });
});
