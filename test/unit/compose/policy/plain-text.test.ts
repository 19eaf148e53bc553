import { describe, expect, test } from "bun:test";

import { expectDenied, expectTaken, judge } from "../../../support/policy.ts";

const policy = { destinations: { schemes: ["https"] }, configSources: { env: ["X"], schemes: [] } };
const rule = "agent.policy.destinations.schemes";
const insecure = "exporters::otlp::tls::insecure";

describe("gRPC in plain text counts as http", () => {
  test.each([
    "exporters: {otlp: {endpoint: 'a:4317', tls: {insecure: true}}}",
    "exporters: {otlp: {endpoint: 'a:4317', tls: {insecure: 'true'}}}",
    "exporters: {otlp: {endpoint: 'a:4317', tls: {insecure: 1}}}",
    "exporters: {otlp: {endpoint: 'a:4317', tls: {insecure: '${env:X:-true}'}}}",
    "exporters: {otlp: {endpoint: 'a:4317', tls: '${env:X:-insecure: true}'}}",
    "exporters: {otlp: {tls: {insecure: true}}}",
    "exporters: {loadbalancing: {protocol: {otlp: {tls: {insecure: true}}}, resolver: {static: {hostnames: ['a:1']}}}}",
    "extensions: {jaegerremotesampling: {http: {endpoint: 'localhost:1'}, source: {remote: {endpoint: 'a:1', tls: {insecure: true}}}}}",
    "service: {telemetry: {metrics: {readers: [{periodic: {exporter: {otlp: {protocol: grpc, endpoint: 'a:1', insecure: true}}}}]}}}",
  ])("and is refused where https alone is allowed: %s", (remote) => {
    expect(judge(policy, { remote }).composed).toBe(false);
  });

  test("and is named by its rule and its place", () => {
    const remote = "exporters: {otlp: {endpoint: 'a:4317', tls: {insecure: true}}}";
    const reason = expectDenied(policy, { remote }, rule, insecure);
    expect(reason).toContain('insecure: "true" goes in plain text, which counts as http');
    expectTaken({ destinations: { schemes: ["https", "http"] } }, { remote });
    const lookedUp = { remote: remote.replace("a:4317", "dns:///a:4317") };
    expectDenied({ destinations: { schemes: ["https", "dns"] } }, lookedUp, rule, insecure);
    expectTaken({ destinations: { hosts: ["a"] } }, { remote });
  });

  test.each([
    "exporters: {otlp: {endpoint: 'a:4317'}}",
    "exporters: {otlp: {endpoint: 'a:4317', tls: {insecure: false}}}",
    "exporters: {otlp: {endpoint: 'https://a:4317', tls: {insecure: true}}}",
    "exporters: {otlp_http: {endpoint: 'https://a:4317', tls: {insecure: true}}}",
  ])("and is none where TLS is on, or the address has a scheme: %s", (remote) => {
    expectTaken(policy, { remote });
  });

  test("whichever half of it comes from remote content", () => {
    const local = "exporters: {otlp: {endpoint: 'a:4317'}, otlp/plain: {endpoint: 'b:4317', tls: {insecure: true}}}";
    expectDenied(policy, { local, remote: "exporters: {otlp: {tls: {insecure: true}}}" }, rule, insecure);
    const moved = "exporters: {otlp/plain: {endpoint: 'c:4317'}}";
    expectDenied(policy, { local, remote: moved }, rule, "exporters::otlp/plain::endpoint");
    expectTaken(policy, { local, remote: "exporters: {otlp/plain: {timeout: 1s}}" });
  });
});
