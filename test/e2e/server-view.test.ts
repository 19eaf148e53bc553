import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";

import { attributeValues } from "../../src/supervisor/compose/attribute-values.ts";
import type { ToldStatus } from "../../src/supervisor/report/status-message.ts";
import { day, type KeyPair, TestAuthority } from "../support/certificates.ts";
import { changeable, offersConnection, saysOf } from "../support/connection-offers.ts";
import { World } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { OtlpSink } from "../support/otlp-sink.ts";
import { runCommand, statusOf } from "../support/run-command.ts";
import { forwarding, sending } from "../support/steady-data.ts";
import { TestServer } from "../support/test-server.ts";

const capability = "io.opentelemetry.opampsupervisor";

/** What the server was told of the type `status`, oldest first. */
function statuses({ messages }: TestServer): ToldStatus[] {
  return messages.flatMap(({ customMessage }) => {
    if (customMessage?.capability !== capability || customMessage.type !== "status") return [];
    return [JSON.parse(new TextDecoder().decode(customMessage.data ?? new Uint8Array())) as ToldStatus];
  });
}

const until = (server: TestServer, is: (status: ToldStatus) => boolean) =>
  server.until(() => statuses(server).find((status) => is(status)));

const seen = ({ agent }: TestServer) => Object.fromEntries(attributeValues(agent?.health?.attributes ?? []));

test("a server that knows the capability sees what flows, what a change has cost, a hold and an end, without a message more", async () => {
  const [server, sink, port] = [await TestServer.start(), new OtlpSink(), await freePort()];
  const config = { ...changeable, agent: { flow_guard_interval: "1s" } };
  const world = new World({ endpoint: server.endpoint, config, local: forwarding(port, sink.endpoint, "one") });
  const supervisor = world.start();
  await server.healthy();
  sending(port);
  expect(statuses(server)).toEqual([]);
  server.send({ customCapabilities: { capabilities: [capability] } });
  const first = await until(server, () => true);
  expect(first.collector).toMatchObject({ state: "up", healthy: true, health: "StatusOK", starts: 1 });
  expect(first.configuration).toEqual({ phase: "idle" });

  offersConnection(server, "beats", { heartbeatIntervalSeconds: 1 });
  await saysOf(server, "beats", "APPLIED");
  const flowing = await until(server, ({ collector }) => (collector.flow?.pipelines["traces"]?.sent ?? 0) > 0);
  expect(flowing.collector.usage?.memoryBytes).toBeGreaterThan(10_000_000);
  const { flow } = flowing.collector;
  expect(flow).toMatchObject({ pipelines: { traces: { refused: 0, failed: 0 } }, queues: { "otlp_http/one": 0 } });
  expect(flow?.memoryBytes).toBeGreaterThan(10_000_000);
  expect(flow?.cpu).toBeGreaterThanOrEqual(0);
  const since = server.messages.length;
  await server.until(() => statuses(server).length > 6);
  const bare = server.messages.slice(since).filter((message) => Object.keys(message).length === 3);
  expect(bare).toEqual([]);
  const figures = await server.until(() => seen(server)["collector.pipelines"]);
  expect(figures).toMatchObject(new Map([["traces", expect.any(Map)]]));

  server.offer({ "": JSON.stringify(forwarding(port, sink.endpoint, "two")) }, "second");
  expect(await server.verdict("second")).toBe("APPLIED");
  const running = Buffer.from("second").toString("hex");
  const changed = await until(server, ({ configuration }) => configuration.running === running);
  expect(await until(server, ({ outage }) => outage?.durationMs !== undefined)).toMatchObject({
    outage: { by: expect.stringMatching(/reload|restart/) },
  });
  expect(changed.at > flowing.at).toBe(true);
  await server.until(() => seen(server)["collector.configuration"] === running);
  expect(seen(server)["collector.last_outage_ms"]).toBeGreaterThan(0n);

  await runCommand(world, "hold", "--reason", "audit");
  expect((await until(server, ({ hold }) => hold !== undefined)).hold).toMatchObject({ reason: "audit", waiting: [] });

  const { collector } = await statusOf(world);
  process.kill(collector.pid ?? 0, "SIGKILL");
  const died = await until(server, ({ collector: { deaths } }) => deaths !== undefined);
  expect(died.collector).toMatchObject({
    deathsInARow: 1,
    deaths: [{ how: "signal SIGKILL", configuration: running }],
  });
  expect(await supervisor.stop()).toBe(0);
}, 60_000);

test("the end of the client certificate is seen in health, by status, and by the server that asks; another one gets no message", async () => {
  const authority = new TestAuthority();
  const server = await TestServer.start({ tls: { ...authority.server(), clientCa: authority.cert } });
  const tls = { ca_file: "ca.pem", cert_file: "cert.pem", key_file: "key.pem" };
  const world = new World({ endpoint: server.endpoint, config: { server: { tls } } });
  const { cert, key } = authority.client("agent");
  for (const [name, text] of Object.entries({ "ca.pem": authority.cert, "cert.pem": cert, "key.pem": key })) {
    writeFileSync(world.path(name), text);
  }
  world.start();
  await server.healthy();
  const { certificate } = (await statusOf(world)).server;
  expect(certificate?.subject).toContain("CN=agent");
  expect(seen(server)["opampsupervisor.certificate.not_after"]).toBe(certificate?.notAfter ?? "");
  await runCommand(world, "hold");
  await server.until(() => seen(server)["opampsupervisor.hold"]);
  expect(server.messages.filter(({ customMessage }) => customMessage)).toEqual([]);
  server.send({ customCapabilities: { capabilities: [capability] } });
  expect((await until(server, () => true)).certificate).toEqual(certificate);
});

test("so are the ends of the certificates that the server has offered for own telemetry and for other connections", async () => {
  const authority = new TestAuthority();
  const sink = new OtlpSink({ ...authority.server(), clientCa: authority.cert });
  const server = await TestServer.start();
  const other_connections = { backend: { exporter: "otlp_http/b" } };
  const config = {
    capabilities: { ...changeable.capabilities, reports_own_metrics: true, accepts_other_connection_settings: true },
    agent: { config_probation: "0s", other_connections },
  };
  const world = new World({
    endpoint: server.endpoint,
    config,
    local: forwarding(await freePort(), sink.endpoint, "b"),
  });
  const supervisor = world.start();
  await server.healthy();
  server.send({ customCapabilities: { capabilities: [capability] } });
  const target = ({ cert, key }: KeyPair) => ({
    destinationEndpoint: sink.endpoint,
    tls: { caPemContents: authority.cert },
    certificate: { cert: Buffer.from(cert), privateKey: Buffer.from(key) },
  });
  const ownMetrics = target(authority.client("metrics", [-90 * day, 90 * day]));
  const backend = target(authority.client("backend", [-90 * day, 5.5 * day]));
  server.send({ connectionSettings: { hash: Buffer.from("1"), ownMetrics, otherConnections: { backend } } });
  expect(await server.settingsVerdict("1")).toBe("APPLIED");

  const { certificates = [] } = await until(server, (status) => status.certificates?.length === 2);
  expect(certificates).toMatchObject([
    { section: "own_metrics", subject: "CN=metrics" },
    { section: "other_connections::backend", subject: "CN=backend" },
  ]);
  const ends = new Map(certificates.map(({ section, notAfter }) => [section, notAfter]));
  await server.until(() => seen(server)["opampsupervisor.certificates"]);
  expect(seen(server)["opampsupervisor.certificates"]).toEqual(ends);
  const end = ends.get("other_connections::backend") ?? "";
  const words = `StatusOK; the certificate of other_connections::backend ends ${end}`;
  await server.until(({ health }) => health?.status === words);
  expect((await statusOf(world)).certificates).toEqual(certificates);
  expect((await runCommand(world, "status")).out).toContain("other_connections::backend: CN=backend, until");
  const warning = await supervisor.line("The certificate expires soon");
  expect(warning).toMatchObject({ section: "other_connections::backend", days_left: 5 });

  const found = (await runCommand(world, "doctor")).out;
  expect(found).toContain("other_connections::backend: The certificate expires soon: CN=backend");
  expect(found).not.toContain("own_metrics");

  server.send({ connectionSettings: { hash: Buffer.from("2"), ownMetrics: { destinationEndpoint: "" } } });
  expect(await server.settingsVerdict("2")).toBe("APPLIED");
  await until(server, (status) => status.certificates?.length === 1);
});
