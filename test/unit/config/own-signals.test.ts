import { describe, expect, test } from "bun:test";

import { configOf, linesOf, minimal } from "../../support/supervisor-yaml.ts";

const withTelemetry = (telemetry: string) => `${minimal}telemetry:\n${telemetry.replace(/^/gm, "  ")}\n`;

test("all of a configuration of exports is read, defaults filled in", async () => {
  const { telemetry } = await configOf(
    withTelemetry(`logs:
  processors:
    - batch: { exporter: { otlp: { protocol: http/protobuf, endpoint: "https://a:4318" } } }
    - simple: { exporter: { console: {} } }
metrics:
  readers:
    - periodic:
        interval: 5000
        exporter:
          otlp:
            protocol: grpc
            endpoint: a:4317
            insecure: true
            headers: [{ name: X-Key, value: b }]
            headers_list: "x-key=a,x-other=c%20d"
            compression: gzip
            timeout: 3000
            temporality_preference: delta
            default_histogram_aggregation: base2_exponential_bucket_histogram
    - pull: { exporter: { prometheus: { host: "[::1]", port: 9999, without_units: true, with_resource_constant_labels: { included: ["service.*"] } } } }
traces:
  processors:
    - batch: { max_queue_size: 10, exporter: { otlp: { protocol: http/protobuf, endpoint: "https://a/x", certificate: ca, client_certificate: c, client_key: k } } }
  sampler: { parent_based: { root: { trace_id_ratio_based: { ratio: 0.5 } }, local_parent_sampled: { always_on: } } }
  limits: { event_count_limit: 4 }
resource:
  attributes_list: "a=1,b=2"
  attributes: [{ name: b, value: [1, 2], type: int_array }, { name: service.name, value: null }]
  inline: text
  service.version: null
  schema_url: https://example.org
  detection/development: { detectors: [host, { process: }], attributes: { excluded: ["host.id"] } }`),
  );
  const otlp = { to: "otlp", headers: [], gzip: false, timeoutMs: 10_000, tls: {} } as const;
  const ofMetrics = { temporality: "cumulative", histograms: "explicit_bucket_histogram" } as const;
  const batch = { kind: "batch", exportTimeoutMs: 30_000, maxQueueSize: 2048, maxExportBatchSize: 512 } as const;
  expect(telemetry.signals).toEqual({
    logs: [
      {
        ...batch,
        scheduleDelayMs: 1000,
        exporter: { ...otlp, ...ofMetrics, protocol: "http/protobuf", endpoint: "https://a:4318" },
      },
      { kind: "simple", exporter: { to: "console" } },
    ],
    metrics: [
      {
        kind: "periodic",
        intervalMs: 5000,
        timeoutMs: 5000,
        exporter: {
          ...otlp,
          protocol: "grpc",
          endpoint: "http://a:4317",
          headers: [
            ["x-other", "c d"],
            ["X-Key", "b"],
          ],
          gzip: true,
          timeoutMs: 3000,
          temporality: "delta",
          histograms: "base2_exponential_bucket_histogram",
        },
      },
      {
        kind: "pull",
        host: "::1",
        port: 9999,
        scopeInfo: true,
        typeSuffix: true,
        units: false,
        resourceLabels: { included: ["service.*"], excluded: [] },
      },
    ],
    traces: {
      processors: [
        {
          ...batch,
          scheduleDelayMs: 5000,
          maxQueueSize: 10,
          maxExportBatchSize: 10,
          exporter: {
            ...otlp,
            ...ofMetrics,
            protocol: "http/protobuf",
            endpoint: "https://a/x",
            tls: { ca: { file: "ca" }, cert: { file: "c" }, key: { file: "k" } },
          },
        },
      ],
      sampler: {
        sampler: "parent_based",
        root: { sampler: "trace_id_ratio_based", ratio: 0.5 },
        of: { local_parent_sampled: { sampler: "always_on" } },
      },
      limits: { eventCount: 4 },
    },
    resource: {
      attributes: [
        ["a", "1"],
        ["b", "2"],
        ["inline", "text"],
        ["service.version", null],
        ["b", [1, 2]],
        ["service.name", null],
      ],
      schemaUrl: "https://example.org",
      detectors: ["host", "process"],
      detected: { included: [], excluded: ["host.id"] },
    },
  });
});

test("without exports there is nothing to export, and levels count all the same", async () => {
  const { telemetry } = await configOf(withTelemetry("metrics: { level: none, readers: [] }\nresource: {}"));
  expect(telemetry.signals).toBeUndefined();
  expect(telemetry).toMatchObject({ metricsOff: true, tracesOff: false });
});

describe("what cannot be honoured is refused with its place", () => {
  const otlp = (keys: string) =>
    withTelemetry(`logs:\n  processors:\n    - simple:\n        exporter:\n          otlp: { ${keys} }`);
  const at = "telemetry::logs::processors[0]::simple::exporter::otlp";
  test.each([
    [
      otlp("protocol: http/json, endpoint: 'http://a'"),
      `8:31: ${at}::protocol must be http/protobuf or grpc; was "http/json"`,
    ],
    [otlp("endpoint: 'http://a'"), `8:19: ${at}::protocol must be specified`],
    [otlp("protocol: grpc"), `8:19: ${at}::endpoint must be specified`],
    [
      otlp("protocol: grpc, endpoint: 'http://u:secret@a'"),
      `8:47: ${at}::endpoint must be an http or https URL without user name, password, query and fragment`,
    ],
    [otlp("protocol: grpc, endpoint: 'http://a/x'"), `8:47: ${at}::endpoint: has a path, which gRPC has no use for`],
    [
      otlp("protocol: grpc, endpoint: 'http://a', certificate: x"),
      `8:72: ${at}::certificate: has no effect with an http endpoint, which has no TLS`,
    ],
    [
      otlp("protocol: grpc, endpoint: 'https://a', client_key: x"),
      `8:72: ${at}::client_key: provide both certificate and key, or neither`,
    ],
    [
      otlp("protocol: grpc, endpoint: 'https://a', insecure: true"),
      `8:70: ${at}::insecure: true contradicts an https endpoint; use http`,
    ],
    [
      otlp("protocol: grpc, endpoint: a, headers_list: s3cret"),
      `8:64: ${at}::headers_list must be pairs of name=value with commas between them`,
    ],
    [
      otlp("protocol: grpc, endpoint: a, compresion: gzip"),
      `8:50: ${at}::compresion: unknown key; did you mean \`compression\`?`,
    ],
    [
      withTelemetry("logs: { processors: [{ simple: { exporter: {} } }] }"),
      "4:46: telemetry::logs::processors[0]::simple::exporter::otlp must be specified, or console",
    ],
    [
      withTelemetry("traces: { processors: [{ simple: { exporter: { zipkin: {} } } }] }"),
      "4:58: telemetry::traces::processors[0]::simple::exporter::zipkin is not supported, as in the Go supervisor; use otlp",
    ],
    [
      withTelemetry("traces: { sampler: { jaeger_remote: {} } }"),
      "4:39: telemetry::traces::sampler::jaeger_remote is not supported, as in the Go supervisor; use trace_id_ratio_based",
    ],
    [
      withTelemetry("metrics: { readers: [{ pull: { exporter: { prometheus: { host: a, port: 0 } } } }] }"),
      "4:75: telemetry::metrics::readers[0]::pull::exporter::prometheus::port must be a port, 1 to 65535; was 0",
    ],
    [
      withTelemetry("resource: { detection/development: { detectors: [gcp] } }"),
      "4:52: telemetry::resource::detection/development::detectors[0]: gcp is not supported: name what it would find under attributes",
    ],
    [
      withTelemetry("resource: { a: 5 }"),
      "4:18: telemetry::resource::a is an attribute by its own name, whose value must be a string, in quotes, or null",
    ],
    [
      withTelemetry("resource: { attributes: [{ name: a, value: x, type: int }] }"),
      '4:46: telemetry::resource::attributes[0]::value is no int; was "x"',
    ],
    [
      withTelemetry("logs: { disable_caller: true }"),
      "4:11: telemetry::logs::disable_caller: unknown key; valid here: level",
    ],
  ])("%#", async (text, expected) => {
    const lines = await linesOf(text);
    expect(lines.join("\n")).toContain(expected);
  });

  test("no value of a header is ever shown", async () => {
    const text = otlp('protocol: grpc, endpoint: a, headers: [{ name: x, value: "s3cret\\n" }], headers_list: s3cret');
    expect((await linesOf(text)).length).toBe(2);
    expect((await linesOf(text)).join()).not.toContain("s3cret");
  });
});
