import { describe, expect, test } from "bun:test";

import { expectDenied, expectTaken, judge } from "../../../support/policy.ts";

const destinations = { schemes: ["https"], hosts: ["*.good.example"], ports: [{ from: 443, to: 4317 }] };
const policy = { destinations, configSources: { env: ["X*"], schemes: [] } };
const free = { ...policy, destinations: { ...destinations, discovery: true } };

const prometheus = (settings: string) =>
  `receivers: {prometheus: {config: {scrape_configs: [{scheme: https, ${settings}}]}}}`;
const relabel = (rule: string) => prometheus(`static_configs: [], relabel_configs: [{${rule}}]`);

describe.each([
  prometheus("kubernetes_sd_configs: [{role: pod}]"),
  prometheus("http_sd_configs: [{refresh_interval: 5s}]").replace("prometheus:", "prometheus/a:"),
  prometheus("file_sd_configs: [{files: [targets.yaml]}]"),
  prometheus("consul_sd_configs: [{}]"),
  prometheus("ec2_sd_configs: [{}]"),
  prometheus("ec2_sd_configs: [~]"),
  prometheus("docker_sd_configs: ['${env:X_UNSET:-refresh_interval: 5s}']"),
  prometheus("dns_sd_configs: '${env:X_UNSET:-[{}]}'"),
  "receivers: {prometheus: {config: {scrape_config_files: [more/*.yaml]}}}",
  "receivers: {prometheus: {target_allocator: {endpoint: 'http://localhost:9', collector_id: a}}}",
  "receivers: {prometheus: {target_allocator: {interval: 30s}}}",
  relabel("action: LabelMap, regex: 'a(.+)'"),
  relabel("action: '${env:X:-labelmap}', regex: 'a(.+)'"),
  relabel("target_label: '$$1', regex: 'a(.+)'"),
  relabel("target_label: '__$${1}__', regex: 'a(.+)'"),
  relabel("target_label: '${env:X:-__address__}', source_labels: [a]"),
  relabel("target_label: __address__, source_labels: [a]"),
  relabel("target_label: __address__, replacement: '$$1:9100'"),
  relabel("target_label: __address__, replacement: '$${1}.evil.example:443'"),
  relabel("target_label: __scheme__, source_labels: [a]"),
  relabel("action: hashmod, modulus: 9, target_label: __address__, source_labels: [a]"),
  relabel("action: lowercase, target_label: __address__, source_labels: [a]"),
  "exporters: {elasticsearch: {endpoint: 'https://a.good.example', discover: {on_start: true}}}",
  "exporters: {elasticsearch: {endpoint: 'https://a.good.example', discover: {interval: 1m}}}",
  "receivers: {receiver_creator/1: {watch_observers: [k8s_observer]}}",
  "receivers: {receiver_creator: {}}",
  "receivers: {receiver_creator: {discovery: {enabled: true}}}",
])("what finds its targets at run time: %s", (remote) => {
  test("is refused, unless the operator lets it", () => {
    expectDenied(policy, { remote }, "agent.policy.destinations.discovery");
    expectTaken(free, { remote: remote.replace("http://localhost:9", "https://a.good.example") });
  });

  test("is none of the rule's business where the operator's own files have it, or nothing bounds destinations", () => {
    expectTaken(policy, { local: remote, remote: "" });
    expectTaken({ limits: { depth: 50 }, configSources: policy.configSources }, { remote });
  });
});

test.each([
  relabel("action: labeldrop, regex: x"),
  relabel("action: replace, target_label: job, replacement: labelmap"),
  relabel("action: keep, source_labels: [__address__]"),
  relabel("target_label: __metrics_path__, replacement: '/api/v1/nodes/$$1/proxy'"),
  relabel("target_label: __address__, replacement: 'a.good.example:443'"),
  relabel("target_label: __scheme__, replacement: https"),
  prometheus("static_configs: [], metric_relabel_configs: [{action: labelmap, regex: 'a(.+)'}]"),
  prometheus("static_configs: [], metric_relabel_configs: [{target_label: '$$1', regex: 'a(.+)'}]"),
  prometheus("static_configs: [], kubernetes_sd_configs: []"),
  prometheus("static_configs: [], kubernetes_sd_configs: "),
  "exporters: {elasticsearch: {endpoint: 'https://a.good.example', discover: {on_start: false, interval: 0s}}}",
  "receivers: {k8s_cluster: {discovery: {enabled: False}}}",
  "receivers: {k8s_cluster: {discovery: {enabled: FALSE}}}",
])("what leaves its targets as they are written is taken: %s", (remote) => {
  expectTaken(policy, { remote });
});

test.each([
  [relabel("target_label: __address__, replacement: 'evil.example:443'"), "hosts"],
  [relabel("target_label: __address__, replacement: 'a.good.example:22'"), "ports"],
  [relabel("target_label: __scheme__, replacement: http"), "schemes"],
  [prometheus("static_configs: [{targets: ['a.good.example:443'], labels: {__scheme__: http}}]"), "schemes"],
  [prometheus("static_configs: [{targets: [], labels: {__address__: 'evil.example:443'}}]"), "hosts"],
  ["receivers: {prometheus: {config: {scrape_configs: [{scheme: http}]}}}", "schemes"],
  ["receivers: {prometheus: {config: {scrape_configs: [{scheme: '${env:X:-http}'}]}}}", "schemes"],
  ["receivers: {prometheus: {config: {scrape_configs: [{job_name: a}]}}}", "schemes"],
  ["receivers: {prometheus: {config: {scrape_configs: [{job_name: a, scheme: ~}]}}}", "schemes"],
])("where a target is set by what is written out, the rules hold, with discovery too: %s (%s)", (remote, rule) => {
  expectDenied(free, { remote }, `agent.policy.destinations.${rule}`);
});

test("a scheme that is not written is http, which some policies allow", () => {
  const remote = "receivers: {prometheus: {config: {scrape_configs: [{job_name: a}]}}}";
  expectTaken({ destinations: { schemes: ["http", "https"] } }, { remote });
  expectTaken({ destinations: { hosts: ["*"] } }, { remote });
});

describe("receivers that make others", () => {
  const listen = { listen: { addresses: ["127.0.0.1"] } };
  const made = (templates: string) => ({ remote: `receivers: {receiver_creator: {receivers: {${templates}}}}` });

  test("may not be told at run time which, where types or addresses are bounded", () => {
    const remote = "receivers: {receiver_creator: {discovery: {enabled: true}}}";
    const receivers = { receivers: { deny: ["filelog"] } };
    expectDenied({ components: receivers }, { remote }, "agent.policy.components.receivers");
    expectDenied(listen, { remote }, "agent.policy.listen");
    expectTaken({ components: receivers, ...listen }, { remote: remote.replace("true", "False") });
  });

  test.each([
    "zipkin: ",
    "zipkin: {rule: x}",
    "zipkin/1: {config: }",
    "otlp: {config: {protocols: {grpc: }}}",
    "otlp: {config: {protocols: {http: {cors: {}}}}}",
  ])("may not leave it to their types where they listen: %s", (templates) => {
    expectDenied(listen, made(templates), "agent.policy.listen");
  });

  test.each(["zipkin: {config: {endpoint: '0.0.0.0:9411'}}", "otlp: {config: {protocols: {grpc: {endpoint: ':1'}}}}"])(
    "listen where they may: %s",
    (templates) => {
      expectDenied(listen, made(templates), "agent.policy.listen.addresses");
    },
  );

  test.each([
    "zipkin: {config: {endpoint: '127.0.0.1:9411'}}",
    "redis: {rule: type == \"port\", config: {password: x, endpoint: '`endpoint`'}}",
    "hostmetrics: {config: {scrapers: {cpu: }}}",
  ])("are taken where that is written out, or where they listen nowhere: %s", (templates) => {
    expectTaken(listen, made(templates));
  });

  test.each(["'${env:X:-filelog:}'", "{'a': '${env:X}'}"])("may not have them in a reference: %s", (receivers) => {
    const bounded = { components: { receivers: { deny: ["filelog"] } }, configSources: policy.configSources };
    const remote = `receivers: {receiver_creator: {receivers: ${receivers}}}`;
    expect(judge(bounded, { remote }).composed).toBe(false);
  });
});
