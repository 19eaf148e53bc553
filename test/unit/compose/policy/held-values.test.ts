import { describe, expect, test } from "bun:test";

import { expectDenied, expectTaken, judge } from "../../../support/policy.ts";

const configSources = { env: ["X*"], schemes: [] };

/** As a text in double quotes: `\n` is a line break. */
const quoted = (text: string) => JSON.stringify(text);

describe("what a reference stands for as a whole is looked into", () => {
  const policy = {
    configSources,
    listen: { addresses: ["127.0.0.1"] },
    destinations: { hosts: ["good.example"] },
    accessDirs: ["/data"],
    limits: { depth: 8 },
  };
  const otlp = (protocols: string) => `receivers: {otlp: {protocols: ${quoted(protocols)}}}`;
  const tls = (text: string) => `exporters: {otlp: {endpoint: 'good.example:1', tls: ${quoted(text)}}}`;

  test.each([
    [otlp("${env:X:-grpc:\n  endpoint: 0.0.0.0:4317}"), "agent.policy.listen.addresses"],
    [otlp("${env:X_1:-grpc:}"), "agent.policy.listen"],
    [otlp("${env:X}${env:X:-grpc::endpoint: 0.0.0.0:4317}"), "agent.policy.listen.addresses"],
    [
      `exporters: {otlp: {endpoint: 'good.example:1', a: ${quoted("${env:X:-url: evil.example}")}}}`,
      "agent.policy.destinations.hosts",
    ],
    [
      `exporters: {kafka: {brokers: ${quoted("${env:X:-['good.example', evil.example]}")}}}`,
      "agent.policy.destinations.hosts",
    ],
    [`processors: {x: {a: ${quoted("${env:X:-[[[[[[1]]]]]]}")}}}`, "agent.policy.limits.depth"],
  ])("%s", (remote, rule) => {
    expectDenied(policy, { remote }, rule);
  });

  test("and is never shown", () => {
    const env = { X: "canary: {endpoint: 'canary:1', canary_file: canary}" };
    const reason = expectDenied(policy, { remote: otlp("${env:X}"), env }, "agent.policy.listen.addresses");
    expect(reason).not.toContain("canary");
    const result = judge(policy, { remote: tls("${env:X}"), env: { X: "canary_file: canary" } });
    expect(result.composed && result.files.map(({ refusal }) => refusal.reason).join()).not.toContain("canary");
    expect(result.composed && result.files.length).toBe(1);
  });

  test("and stands where the reference does", () => {
    const remote = `# 1\n# 2\n${otlp("${env:X:-grpc:\n  endpoint: 0.0.0.0:4317}")}`;
    const reason = expectDenied(policy, { remote }, "agent.policy.listen.addresses");
    expect(reason).toStartWith('remote file "r", line 3: receivers::otlp::protocols: "${env:X:-grpc:');
  });

  test.each([
    [tls("${env:X:-ca_file: /etc/shadow}"), "/etc/shadow"],
    [tls("${env:X}${env:X:-ca_file: /etc/shadow}"), "/etc/shadow"],
    [tls('${env:X:-"ca_file": "/etc/shadow" # x}'), "/etc/shadow"],
    [`extensions: {x: {ca_file: ${quoted('${env:X:-"/etc/shadow"}')}}}`, "/etc/shadow"],
  ])("files too: %s", (remote, file) => {
    const result = judge(policy, { remote });
    expect(result.composed && result.files.map((claim) => claim.file)).toContain(file);
  });

  test("of variables as well, which the operator may fill as it likes", () => {
    const env = { X: "grpc: {endpoint: '127.0.0.1:4317'}" };
    expectTaken(policy, { remote: otlp("${env:X}"), env });
    expectDenied(policy, { remote: otlp("${env:X}"), env: { X: "grpc:" } }, "agent.policy.listen");
    expectTaken(policy, { remote: "exporters: {kafka: {brokers: '${env:X}'}}", env: { X: "[good.example]" } });
    const include = { remote: "receivers: {filelog: {include: '${env:X}'}}", env: { X: "[/data/a, /b]" } };
    const result = judge(policy, include);
    expect(result.composed && result.files.map(({ file }) => file)).toEqual(["/data/a", "/b"]);
  });

  test.each(["a: {b", "&a [*a]", "[a", "a: 1\na: 2", "\u0001"])("what is no YAML is a text: %j", (X) => {
    expectTaken(policy, { remote: "processors: {x: {a: '${env:X}'}}", env: { X } });
  });

  test("a component that makes others hides none in it", () => {
    const components = { receivers: { deny: ["filelog"] } };
    const remote = "receivers: {receiver_creator: {receivers: {redis: {config: '${env:X:-[1]}'}}}}";
    expectTaken({ components, configSources }, { remote });
    const all = { remote: "receivers: {receiver_creator: {receivers: '${env:X:-filelog:}'}}" };
    expectDenied({ components, configSources }, all, "agent.policy");
  });
});

describe("references are followed as the Collector follows them", () => {
  const value = (text: string) => ({ remote: `processors: {x: {a: ${quoted(text)}}}` });
  const rule = "agent.policy.config_sources";

  test("a default that becomes the beginning of another one is seen, where its like is escaped", () => {
    expectDenied({ configSources }, value("${env:X:-{env:SECRET}$${env:X:-{env:SECRET}}"), rule);
    expectDenied({ configSources }, value("a ${env:X:-{file:/etc/shadow}$${env:X:-{file:/etc/shadow}} b"), rule);
    expectTaken({ configSources }, value("${env:X:-{env:X}$${env:X:-{env:X}}"));
  });

  test("more of them than can be followed are refused", () => {
    const many = (count: number) => value(Array.from({ length: count }, (_, index) => `\${env:X${index}}`).join(" "));
    expectTaken({ configSources }, many(100));
    expectDenied({ configSources }, many(101), rule);
  });

  test("what stands beside one that only the Collector can resolve is looked at", () => {
    const sources = { env: [], schemes: ["file"] };
    const policy = { configSources: sources, destinations: { hosts: ["good.example"] } };
    expectDenied(policy, value("${file:/x}https://evil.example"), "agent.policy.destinations");
    expectTaken(policy, value("Bearer ${file:/x}"));
  });

  test("what begins with something from elsewhere may be anything, and what YAML within it says is read", () => {
    const policy = { configSources: { env: ["X"], schemes: ["https", "yaml"] }, accessDirs: ["/data"] };
    expectDenied(policy, value("${https://h/x}"), "agent.policy");
    expectDenied(policy, value("${https://h/x}/y"), "agent.policy");
    expectDenied(policy, value("${env:X}${https://h/x}/y"), "agent.policy");
    expectDenied(policy, value(" ${https://h/x}"), "agent.policy");
    expectTaken(policy, value("x ${https://h/x}"));
    expectTaken(policy, value("x ${env:X}${https://h/x}"));
    const result = judge(policy, { remote: "extensions: {x: {ca_file: 'a${yaml:b}c'}}" });
    expect(result.composed && result.files.map(({ file }) => file)).toEqual(["abc"]);
  });

  test("several that may stand for nothing are one that stands for all", () => {
    const policy = { configSources: { env: ["X"], schemes: ["yaml"] }, accessDirs: ["/data"] };
    const remote = `exporters: {otlp: {tls: ${quoted("${env:X}${yaml:ca_file: /etc/shadow}")}}}`;
    expectDenied(policy, { remote }, "agent.policy");
  });
});
