import { describe, expect, test } from "bun:test";

import { expectDenied, expectTaken, judge } from "../../../support/policy.ts";

const listen = { listen: { addresses: ["127.0.0.1"] } };
const destinations = { destinations: { hosts: ["good.example"] } };

describe("an address of the operator's that remote content takes away", () => {
  test.each([
    ["exporters: {datadog: {x: 1, api: {site: good.example}}}", "exporters: {datadog: {api: {site: ''}}}"],
    ["exporters: {datadog: {x: 1, api: {site: good.example}}}", "exporters: {datadog: {api: {site: ~}}}"],
    ["exporters: {datadog: {x: 1, api: {site: good.example}}}", "exporters: {datadog: {api: }}"],
    ["exporters: {kafka: {x: 1, brokers: [good.example]}}", "exporters: {kafka: {brokers: []}}"],
    ["exporters: {kafka: {x: 1, brokers: [good.example]}}", "exporters: {kafka: {brokers: '${env:X}'}}"],
  ])("is refused, since the default would hold: %s with %s", (local, remote) => {
    const configSources = { env: ["X"], schemes: [] };
    expectDenied({ ...destinations, configSources }, { local, remote }, "agent.policy.destinations");
    expectTaken({ limits: {}, configSources }, { local, remote });
  });

  test.each([
    ["receivers: {zipkin: {a: 1, endpoint: '127.0.0.1:1'}}", "receivers: {zipkin: {endpoint: ~}}"],
    ["receivers: {zipkin: {a: 1, endpoint: '127.0.0.1:1'}}", "receivers: {zipkin: {endpoint: Null}}"],
    [
      "receivers: {otlp: {a: 1, protocols: {grpc: {b: 1, endpoint: '127.0.0.1:1'}}}}",
      "receivers: {otlp: {protocols: ~}}",
    ],
  ])("is refused where something listens: %s with %s", (local, remote) => {
    expectDenied(listen, { local, remote }, "agent.policy.listen");
  });

  test("is none where something else is taken away, or something else is said", () => {
    const local = "exporters: {otlp: {endpoint: 'good.example:1', headers: {a: b}, tls: {insecure: true}}}";
    expectTaken(destinations, { local, remote: "exporters: {otlp: {headers: ~, tls: {insecure: ~}}}" });
    expectTaken(destinations, { local, remote: "exporters: {otlp: {endpoint: 'good.example:2'}}" });
  });
});

test("a URL is a destination where it is none of all interfaces", () => {
  expectTaken(listen, { remote: "receivers: {anything: {endpoint: 'https://10.0.0.1'}}" });
  expectTaken(listen, { remote: "receivers: {elasticsearch: {endpoint: 'http://0.0.0.0:9200'}}" });
});

test.each([
  "extensions: {http_forwarder: {egress: {endpoint: 'http://good.example'}}}",
  "extensions: {datadog: {api: {key: k}}}",
  "receivers: {netflow: {scheme: netflow}}",
])("what listens by itself has to write out where: %s", (remote) => {
  expectDenied(listen, { remote }, "agent.policy.listen");
});

test.each([
  "receivers: {netflow: {scheme: netflow, hostname: 0.0.0.0, port: 2055}}",
  "receivers: {anything: {host: '0', port: 1}}",
  "receivers: {anything: {endpoint: 'tcp://0.0.0.0:1883'}}",
  "receivers: {anything: {listen: 'udp://[0:0::]:1883'}}",
  "extensions: {anything: {url: 'http://:80'}}",
  "receivers: {anything: {hosts: ['0.0.0.0:1'], address: '0'}}",
  "service: {telemetry: {metrics: {readers: [{pull: {exporter: {prometheus: {host: '0', port: 1}}}}]}}}",
])("an address under another name, or in another form, is one: %s", (remote) => {
  expect(judge(listen, { remote }).composed).toBe(false);
});
