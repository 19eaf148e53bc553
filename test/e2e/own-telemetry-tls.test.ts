import { expect, test } from "bun:test";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import type { KeyValue } from "../../src/opamp/wire/messages.ts";
import { TestAuthority } from "../support/certificates.ts";
import { otelcol, World } from "../support/e2e.ts";
import { needPort } from "../support/free-port.ts";
import { OtlpSink } from "../support/otlp-sink.ts";
import { TestServer } from "../support/test-server.ts";

const capabilities = {
  reports_own_metrics: true,
  reports_own_logs: true,
  reports_own_traces: true,
  reports_connection_settings_status: true,
};
/** Makes spans of the Collector's own: each scrape is one. */
const scraping = `receivers: {hostmetrics: {collection_interval: 1s, scrapers: {memory: }}}
exporters: {nop: }
service: {pipelines: {metrics: {receivers: [hostmetrics], exporters: [nop]}}}
`;
const pem = (text: string) => Buffer.from(text);

/** An attribute with a short text as it stands in protobuf (`KeyValue`, `AnyValue`). */
function encoded({ key, value }: KeyValue): string {
  const text = value?.stringValue ?? "";
  return `${key}\u0012${String.fromCharCode(text.length + 2)}\n${String.fromCharCode(text.length)}${text}`;
}

/** Whether it is of the Collector, and not of the supervisor, which exports to the same places. */
function isCollectors({ body }: { body: string }): boolean {
  return !body.includes("opamp-supervisor");
}

/** Offers all three signals to the sink, under this hash. */
function offer(server: TestServer, sink: OtlpSink, hash: string, parts: object): void {
  const target = (signal: string) => ({ destinationEndpoint: `${sink.endpoint}/v1/${signal}`, ...parts });
  const signals = { ownMetrics: target("metrics"), ownLogs: target("logs"), ownTraces: target("traces") };
  server.send({ connectionSettings: { hash: Buffer.from(hash), ...signals } });
}

test("metrics, logs and traces go over TLS to those who demand a client certificate, with the agent's identity", async () => {
  await needPort(8888);
  const authority = new TestAuthority();
  const [first, second] = [authority.client("first"), authority.client("second")];
  const sink = new OtlpSink({ ...authority.server(), clientCa: authority.cert });
  const tls = { ca: authority.cert };
  expect(
    await fetch(sink.endpoint, { tls }).then(
      ({ status }) => status,
      () => "refused",
    ),
  ).toBe("refused");
  const server = await TestServer.start();
  const config = { capabilities, agent: { executable: otelcol, config_probation: "1s" } };
  const world = new World({ endpoint: server.endpoint, config, local: null });
  const supervisor = world.start();
  await server.healthy();
  server.offer({ "": scraping }, "scraping");
  expect(await server.verdict("scraping")).toBe("APPLIED");

  const authorities = { tls: { caPemContents: authority.cert, minVersion: "1.2" } };
  const headers = { headers: [{ key: "X-Tenant", value: "the-tenant" }] };
  offer(server, sink, "1", {
    ...authorities,
    headers,
    certificate: { cert: pem(first.cert), privateKey: pem(first.key) },
  });
  expect(await server.settingsVerdict("1")).toBe("APPLIED");
  const description = await server.until(({ agentDescription }) => agentDescription);
  const { identifyingAttributes = [], nonIdentifyingAttributes = [] } = description;
  expect(identifyingAttributes.length).toBeGreaterThan(2);
  for (const path of ["/v1/metrics", "/v1/logs", "/v1/traces"]) {
    await sink.received((received) => received.path === path && isCollectors(received));
    const [received] = sink.at(path).filter(isCollectors);
    await sink.received((exported) => exported.path === path && !isCollectors(exported));
    expect(received?.headers.get("x-tenant")).toBe("the-tenant");
    const { body = "" } = received ?? {};
    for (const pair of identifyingAttributes) expect(body).toContain(encoded(pair));
    for (const pair of nonIdentifyingAttributes) {
      if (body.includes(`${pair.key}\u0012`)) expect(body).toContain(encoded(pair));
    }
  }
  const directory = world.stored("collector_credentials");
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  const before = readdirSync(directory);
  expect(before).toHaveLength(3);
  for (const name of before) expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
  expect(readFileSync(world.stored("effective.yaml"), "utf8")).not.toContain("PRIVATE KEY");

  const reloads = () => supervisor.lines.filter(({ msg }) => msg === "Collector reloading").length;
  const soFar = reloads();
  offer(server, sink, "same", {
    ...authorities,
    headers,
    certificate: { cert: pem(first.cert), privateKey: pem(first.key) },
  });
  expect(await server.settingsVerdict("same")).toBe("APPLIED");
  expect(reloads()).toBe(soFar);
  const heard = supervisor.lines.length;
  offer(server, sink, "2", { headers, certificate: { cert: pem(second.cert), privateKey: pem(second.key) } });
  expect(await server.settingsVerdict("2")).toBe("APPLIED");
  const exported = sink.at("/v1/metrics").filter(isCollectors).length;
  await sink.received(() => sink.at("/v1/metrics").filter(isCollectors).length > exported + 1);
  const [at = 0, next = 0] = sink
    .at("/v1/metrics")
    .filter(isCollectors)
    .slice(exported)
    .map((received) => received.at);
  expect(next - at).toBeGreaterThan(8_000);
  expect(next - at).toBeLessThan(15_000);
  await supervisor.line("Removed certificates and keys that nothing uses any more", { files: 2 }, heard);
  const after = readdirSync(directory);
  expect(after).toHaveLength(3);
  expect(after.filter((name) => before.includes(name))).toHaveLength(1);
});
