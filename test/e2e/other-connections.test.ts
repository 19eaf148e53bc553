import { expect, test } from "bun:test";
import { chmodSync, copyFileSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { type KeyPair, TestAuthority } from "../support/certificates.ts";
import { ConnectProxy } from "../support/connect-proxy.ts";
import { otelcol, World } from "../support/e2e.ts";
import { OtlpSink } from "../support/otlp-sink.ts";
import { TestServer } from "../support/test-server.ts";

const isRoot = process.platform === "linux" && process.getuid?.() === 0;
const capabilities = {
  accepts_remote_config: true,
  accepts_other_connection_settings: true,
  reports_connection_settings_status: true,
};
const other_connections = { backend: { exporter: "otlp_http/b" }, grpc: { exporter: "otlp/g" } };

/** The operator's own: the exporter has all but a place to go to. */
const local = `receivers: {hostmetrics: {collection_interval: 100ms, scrapers: {memory: }}}
exporters: {otlp_http/b: {endpoint: "https://127.0.0.1:1", sending_queue: {batch: }, headers: {tenant: local, authorization: none}}}
service: {telemetry: {metrics: {level: none}}, pipelines: {metrics: {receivers: [hostmetrics], exporters: [otlp_http/b]}}}
`;
const secret = 'Bearer $HOME ${env:PATH} "quoted"';
const headers = { headers: [{ key: "Authorization", value: secret }] };

function worldWith(server: TestServer, agent: Readonly<Record<string, unknown>> = {}): World {
  const config = { capabilities, agent: { executable: otelcol, config_probation: "1s", other_connections, ...agent } };
  const world = new World({ endpoint: server.endpoint, config, local });
  chmodSync(world.directory, 0o755);
  return world;
}

function offer(server: TestServer, hash: string, otherConnections: Readonly<Record<string, object>>): Promise<string> {
  server.send({ connectionSettings: { hash: Buffer.from(hash), otherConnections } });
  return server.settingsVerdict(hash);
}

const certificateOf = ({ cert, key }: KeyPair) => ({ cert: Buffer.from(cert), privateKey: Buffer.from(key) });

test("a connection that the server offers goes where it says, over TLS with its certificate and headers, from then on", async () => {
  const authority = new TestAuthority();
  const [first, second] = [authority.client("first"), authority.client("second")];
  const sink = new OtlpSink({ ...authority.server(), clientCa: authority.cert });
  const server = await TestServer.start();
  const world = worldWith(server);
  const supervisor = world.start();
  await server.healthy();
  const tls = { caPemContents: authority.cert };
  const whole = { destinationEndpoint: sink.endpoint, tls, headers, certificate: certificateOf(first) };
  expect(await offer(server, "1", { backend: whole })).toBe("APPLIED");
  await sink.received(({ path, headers: sent }) => path === "/v1/metrics" && sent.get("authorization") === secret);
  expect(sink.at("/v1/metrics").at(-1)?.headers.get("tenant")).toBe("local");
  const files = () => readdirSync(world.stored("collector_credentials"));
  const before = files();
  expect(before).toHaveLength(3);
  await server.until(() => server.effective()?.includes(sink.endpoint));
  expect(server.effective()).not.toContain("Bearer");

  expect(await offer(server, "2", { nosuch: whole })).toBe(
    "FAILED other connections: SETTINGS_REFUSED: nosuch: agent.other_connections does not know this name; it knows backend, grpc",
  );
  expect(
    await offer(server, "3", { grpc: { destinationEndpoint: "localhost:1", proxy: { url: "http://p:1" } } }),
  ).toMatch(/^FAILED other connections: CONFIG_INVALID: .*proxy_url.*other connection "grpc" offered by the server/s);
  const soFar = supervisor.lines.length;
  expect(await offer(server, "4", { backend: { certificate: certificateOf(second) } })).toBe("APPLIED");
  await supervisor.line("Removed certificates and keys that nothing uses any more", { files: 2 }, soFar);
  expect(files()).toHaveLength(3);
  expect(files().filter((name) => before.includes(name))).toHaveLength(1);
  let sent = sink.at("/v1/metrics").length;
  await sink.received(() => sink.at("/v1/metrics").length > sent);
  await supervisor.stop();
  await server.disconnected();

  const again = world.start();
  await server.healthy();
  sent = sink.at("/v1/metrics").length;
  await sink.received(() => sink.at("/v1/metrics").length > sent);
  expect(sink.at("/v1/metrics").at(-1)?.headers.get("authorization")).toBe(secret);
  const told = JSON.stringify([...supervisor.lines, ...again.lines, ...server.messages]);
  expect(told).not.toContain("quoted");
  expect(told).not.toContain(first.key.split("\n")[1] ?? "");
});

test("a connection goes by the proxy that the server offers with it", async () => {
  const sink = new OtlpSink();
  const proxy = await ConnectProxy.start();
  const server = await TestServer.start();
  worldWith(server).start();
  await server.healthy();
  const address = `http://backend.test:${new URL(sink.endpoint).port}`;
  const connection = { destinationEndpoint: address, proxy: { url: `127.0.0.1:${proxy.port}` } };
  expect(await offer(server, "1", { backend: connection })).toBe("APPLIED");
  await sink.received(({ path }) => path === "/v1/metrics");
  expect(proxy.requests[0]?.target).toBe(`${address}/v1/metrics`);
});

test.skipIf(!isRoot)(
  "a Collector that runs as another user can read its certificates, and nobody else can",
  async () => {
    const authority = new TestAuthority();
    const sink = new OtlpSink({ ...authority.server(), clientCa: authority.cert });
    const server = await TestServer.start();
    const world = worldWith(server, { executable: "./otelcol", run_as: "65534:65533" });
    copyFileSync(otelcol, world.path("otelcol"));
    chmodSync(world.path("otelcol"), 0o755);
    world.start();
    await server.healthy();
    const tls = { caPemContents: authority.cert };
    const connection = { destinationEndpoint: sink.endpoint, tls, certificate: certificateOf(authority.client()) };
    expect(await offer(server, "1", { backend: connection })).toBe("APPLIED");
    await sink.received(({ path }) => path === "/v1/metrics");
    const directory = world.stored("collector_credentials");
    const modes = [directory, ...readdirSync(directory).map((name) => join(directory, name))].map((path) => {
      const { mode, uid, gid } = statSync(path);
      return [mode & 0o777, uid, gid];
    });
    expect(modes).toEqual([[0o710, 0, 65_533], ...[1, 2, 3].map(() => [0o640, 0, 65_533])]);
    expect(readFileSync(world.stored("effective.yaml"), "utf8")).toContain(`cert_file: "${directory}`);
  },
);
