import { describe, test } from "bun:test";

import { expectDenied, expectTaken } from "../../../support/policy.ts";

const destinations = { hosts: ["*.good.example"] };
const rule = "agent.policy.destinations";

describe("what connects where nothing is said is refused where destinations are bounded", () => {
  const reader = (exporter: string) =>
    `service: {telemetry: {metrics: {readers: [{periodic: {exporter: {${exporter}}}}]}}}`;
  const processor = (signal: string, exporter: string) =>
    `service: {telemetry: {${signal}: {processors: [{batch: {exporter: {${exporter}}}}]}}}`;

  test.each([
    reader("otlp: "),
    reader("otlp: {protocol: grpc}"),
    reader("otlp: {protocol: http/protobuf, endpoint: ''}"),
    reader("otlp_grpc: {}"),
    processor("logs", "otlp/x: {protocol: http/protobuf, headers: [{name: a, value: b}]}"),
    processor("traces", "otlp: {protocol: grpc, compression: gzip}"),
    processor("traces", "zipkin: {timeout: 1}"),
  ])("own telemetry: %s", (remote) => {
    expectDenied({ destinations }, { remote }, rule);
    expectTaken({ listen: { addresses: ["localhost"] } }, { remote });
  });

  test.each([
    reader("otlp: {protocol: grpc, endpoint: 'https://a.good.example:4317'}"),
    reader("console: "),
    "service: {telemetry: {metrics: {readers: [{pull: {exporter: {prometheus: {host: localhost, port: 8888}}}}]}}}",
  ])("own telemetry that says where, or goes nowhere, is taken: %s", (remote) => {
    expectTaken({ destinations }, { remote });
  });

  test("own telemetry of the operator is none of the rule's business", () => {
    expectTaken({ destinations }, { local: reader("otlp: {protocol: grpc}"), remote: "" });
  });

  test.each([
    "receivers: {redis: {password: p}}",
    "receivers: {elasticsearch: }",
    "receivers: {kafka: {topic: t}}",
    "receivers: {kubeletstats: {auth_type: serviceAccount}}",
    "extensions: {redis_storage: }",
    "exporters: {datadog: {api: {key: k}, metrics: {endpoint: 'https://a.good.example'}}}",
    "exporters: {googlecloud: {metric: {endpoint: 'a.good.example:443'}}}",
    "exporters: {awss3: {s3uploader: {s3_bucket: b.good.example}}}",
    "exporters: {awskinesis: {aws: {region: a.good.example, stream_name: s}}}",
    "exporters: {signalfx: {realm: a.good.example}}",
    "exporters: {otlp: {tls: {server_name_override: a.good.example}}}",
  ])("%s", (remote) => {
    expectDenied({ destinations }, { remote }, rule);
  });

  test.each([
    "receivers: {redis: {endpoint: 'localhost:6379'}}",
    "receivers: {sqlserver: {collection_interval: 10s}}",
    "receivers: {docker_stats: }",
    "exporters: {datadog: {api: {key: k, site: a.good.example}}}",
    "exporters: {awss3: {s3uploader: {s3_bucket: b.good.example, endpoint: 'https://s3.good.example'}}}",
  ])("%s is taken", (remote) => {
    expectTaken({ destinations }, { remote });
  });

  test("what is made a part of a host is enough where all hosts are allowed", () => {
    const remote = "exporters: {awss3: {s3uploader: {region: eu-west-1, s3_bucket: b}}}";
    expectTaken({ destinations: { hosts: ["*"] } }, { remote });
  });
});

describe("what listens where nothing is said is refused where addresses are bounded", () => {
  const listen = { listen: { addresses: ["localhost"] } };

  test.each([
    "receivers: {gitlab: }",
    "receivers: {gitlab: {webhook: {secret: s}}}",
    "receivers: {github: {scrapers: {}}}",
    "receivers: {libhoney: {http: {}}}",
    "receivers: {envoyals: }",
    "receivers: {azure_functions: }",
    "receivers: {googlecloudpubsubpush: {}}",
    "receivers: {aws_xray: {endpoint: 'localhost:2000'}}",
    "receivers: {aws_xray: {proxy_server: {endpoint: 'localhost:2000'}}}",
    "receivers: {prometheus: {config: {scrape_configs: []}, api_server: {enabled: true}}}",
    "receivers: {prometheus: {api_server: {enabled: true, server_config: {read_timeout: 1s}}}}",
    "extensions: {remotetap: }",
    "extensions: {health_check_v2: {use_v2: true, http: {endpoint: 'localhost:1'}, grpc: {transport: tcp}}}",
    "extensions: {jaeger_remote_sampling: {http: {endpoint: 'localhost:1'}, grpc: }}",
  ])("%s", (remote) => {
    expectDenied(listen, { remote }, "agent.policy.listen");
  });

  test.each([
    "receivers: {gitlab: {webhook: {endpoint: 'localhost:8080'}}}",
    "receivers: {libhoney: {http: {endpoint: 'localhost:8080'}}}",
    "receivers: {aws_xray: {endpoint: 'localhost:2000', proxy_server: {endpoint: 'localhost:2001'}}}",
    "receivers: {prometheus: {config: {scrape_configs: []}, api_server: {enabled: false}}}",
    "receivers: {prometheus: {api_server: {enabled: true, server_config: {endpoint: 'localhost:9090'}}}}",
    "extensions: {health_check_v2: {use_v2: true, http: {endpoint: 'localhost:1'}}}",
    "extensions: {health_check_v2: {endpoint: 'localhost:1'}}",
    "extensions: {jaeger_remote_sampling: {http: {endpoint: 'localhost:1'}, grpc: {endpoint: 'localhost:2'}, source: {file: a}}}",
  ])("%s is taken", (remote) => {
    expectTaken(listen, { remote });
  });
});
