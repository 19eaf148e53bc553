import { expect, test } from "bun:test";

import { noNeeds } from "../../../../src/compose/needs.ts";
import { missingNeed } from "../../../../src/supervisor/apply/preflight.ts";
import { composed, layers } from "../../../support/compose-input.ts";
import { FakeNetwork } from "../../../support/fake-network.ts";
import { MemoryFiles } from "../../../support/memory-files.ts";

function world() {
  const network = new FakeNetwork();
  const files = new MemoryFiles();
  const missing = (text: string, held = noNeeds) => missingNeed({ needs: needsOf(text), held, files, network });
  return { network, files, missing };
}

const needsOf = (text: string) => composed({ layers: layers(text) }).needs;

/** A configuration with these receivers, all of them in use. */
function receiving(receivers: Record<string, string>): string {
  const listed = Object.entries(receivers).map(([id, settings]) => `  ${id}: ${settings}\n`);
  const used = Object.keys(receivers).join(", ");
  return `receivers:\n${listed.join("")}service: {telemetry: {metrics: {level: none}}, pipelines: {traces: {receivers: [${used}], exporters: [nop]}}}\n`;
}

const grpc = (endpoint: string) => `{protocols: {grpc: {endpoint: '${endpoint}'}}}`;
const place = "receivers::otlp::protocols::grpc::endpoint (local file 1.yaml, line 2)";
const taken = { free: false as const, code: "EADDRINUSE", holder: { pid: 7, name: "nginx" } };

test("a port that a stranger has is told with its place and holder", async () => {
  const { network, missing } = world();
  network.taken.set("tcp:4317", taken);
  expect(await missing(receiving({ otlp: grpc("127.0.0.1:4317") }))).toEqual({
    code: "PORT_IN_USE",
    phase: "preflight",
    text: `${place}: port 4317 is taken by nginx (pid 7)`,
  });
});

test("a port is looked for among those of its transport", async () => {
  const { network, missing } = world();
  network.taken.set("udp:8125", taken);
  expect(await missing(receiving({ statsd: "{endpoint: 'localhost:8125'}" }))).toMatchObject({ code: "PORT_IN_USE" });
  expect(await missing(receiving({ otlp: grpc("localhost:8125") }))).toBeUndefined();
});

test("a port that the Collector has itself is not in the way", async () => {
  const { network, missing } = world();
  network.taken.set("tcp:4317", taken);
  const held = needsOf(receiving({ otlp: grpc("127.0.0.1:4317") }));
  expect(await missing(receiving({ otlp: grpc("127.0.0.1:4317") }), held)).toBeUndefined();
  expect(await missing(receiving({ otlp: grpc("0.0.0.0:4317") }), held)).toBeUndefined();
});

test.each([
  ["EADDRNOTAVAIL", "10.9.9.9:4317", "this machine does not have that address"],
  ["EAFNOSUPPORT", "[::1]:4317", "this machine does not have addresses of that family"],
  ["ENOTFOUND", "nowhere.invalid:4317", "that name has no address"],
])("an address that is not of this machine is refused: %s", async (code, endpoint, why) => {
  const { network, missing } = world();
  network.taken.set("tcp:4317", { free: false, code });
  const failure = {
    code: "ADDRESS_UNAVAILABLE",
    phase: "preflight",
    text: `${place}: cannot listen on ${endpoint}, as ${why}`,
  } as const;
  expect(await missing(receiving({ otlp: grpc(endpoint) }))).toEqual(failure);
  const held = needsOf(receiving({ otlp: grpc("127.0.0.1:4317") }));
  expect(await missing(receiving({ otlp: grpc(endpoint) }), held)).toEqual(failure);
});

test("a port that this process may not open may be open to the Collector, which says so itself", async () => {
  const { network, missing } = world();
  network.taken.set("tcp:443", { free: false, code: "EACCES" });
  expect(await missing(receiving({ otlp: grpc("0.0.0.0:443") }))).toBeUndefined();
});

test("an address that two components listen on is refused with both, without a look at the machine", async () => {
  const { network, missing } = world();
  expect(await missing(receiving({ otlp: grpc("127.0.0.1:4317"), "otlp/b": grpc("0.0.0.0:4317") }))).toEqual({
    code: "ADDRESS_TWICE",
    phase: "preflight",
    text:
      "receivers::otlp/b::protocols::grpc::endpoint (local file 1.yaml, line 3): 0.0.0.0:4317 is taken already, " +
      `by ${place} with 127.0.0.1:4317`,
  });
  expect(network.probes).toEqual([]);
});

test.each([
  { otlp: grpc("localhost:4317"), "otlp/b": "{protocols: {grpc: {}}}" },
  { otlp: "{protocols: {grpc: {endpoint: 'localhost:4318'}, http: {}}}" },
  { otlp: grpc("[::1]:4317"), zipkin: "{endpoint: ':4317'}" },
  { otlp: grpc("collector.example:4317"), zipkin: "{endpoint: 'collector.example:4317'}" },
  { udplog: "{listen_address: '0.0.0.0:54526'}", statsd: "{endpoint: '127.0.0.1:54526'}" },
])("the same holds for every two listeners of one address: %j", async (receivers: Record<string, string>) => {
  expect(await world().missing(receiving(receivers))).toMatchObject({ code: "ADDRESS_TWICE" });
});

test.each([
  { otlp: grpc("127.0.0.1:4317"), "otlp/b": grpc("127.0.0.2:4317") },
  { otlp: grpc("127.0.0.1:4317"), "otlp/b": grpc("[::1]:4317") },
  { otlp: grpc("127.0.0.1:4317"), "otlp/b": grpc("127.0.0.1:4318") },
  { tcplog: "{listen_address: '0.0.0.0:54526'}", udplog: "{listen_address: '0.0.0.0:54526'}" },
  {
    otlp: "{protocols: {grpc: {endpoint: '0.0.0.0:4317', transport: tcp4}}}",
    "otlp/b": "{protocols: {grpc: {endpoint: '[::]:4317', transport: tcp6}}}",
  },
])("different addresses are none that clash: %j", async (receivers: Record<string, string>) => {
  expect(await world().missing(receiving(receivers))).toBeUndefined();
});

test("the page of the Collector's own metrics is a listener like others", async () => {
  const text =
    "exporters: {prometheus: {endpoint: ':8888'}}\nservice: {pipelines: {metrics: {receivers: [nop], exporters: [prometheus]}}}\n";
  expect(await world().missing(text)).toMatchObject({
    code: "ADDRESS_TWICE",
    text: expect.stringContaining("exporters::prometheus::endpoint (local file 1.yaml, line 1)"),
  });
});

test("a file that is not there is told with its place", async () => {
  const text =
    "exporters: {otlp: {tls: {ca_file: /etc/ca.pem}}}\nservice: {pipelines: {traces: {receivers: [nop], exporters: [otlp]}}}\n";
  const { files, missing } = world();
  expect(await missing(text)).toEqual({
    code: "FILE_MISSING",
    phase: "preflight",
    text: "exporters::otlp::tls::ca_file (local file 1.yaml, line 1): /etc/ca.pem does not exist",
  });
  files.put("/etc/ca.pem", "certificate");
  expect(await missing(text)).toBeUndefined();
});
