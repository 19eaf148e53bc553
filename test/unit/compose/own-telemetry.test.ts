import { describe, expect, test } from "bun:test";

import { credentialFile } from "../../../src/compose/credentials.ts";
import { composed, layers, refused, valueAt } from "../../support/compose-input.ts";
import { policyOf } from "../../support/policy.ts";

const noPolicy = policyOf({});

const target = { endpoint: "https://sink:4318/v1/x", headers: [["Authorization", 'a"b: $x ${env:Y}\\']] } as const;
const exporter = {
  exporter: {
    otlp: {
      protocol: "http/protobuf",
      endpoint: "https://sink:4318/v1/x",
      headers: [{ name: "Authorization", value: 'a"b: $$x $${env:Y}\\' }],
    },
  },
};

describe("own telemetry", () => {
  test("of metrics adds a reader and states the default one", () => {
    const { text } = composed({ ownTelemetry: { metrics: target } });
    expect(valueAt(text, "service", "telemetry", "metrics")).toEqual({
      readers: [
        {
          pull: {
            exporter: {
              prometheus: {
                host: "localhost",
                port: 8888,
                without_scope_info: true,
                without_units: true,
                without_type_suffix: true,
              },
            },
          },
        },
        { periodic: { interval: 10_000, ...exporter } },
      ],
    });
  });

  test("of logs adds a processor beside the settings of the log", () => {
    const { text } = composed({ ownTelemetry: { logs: target } });
    expect(valueAt(text, "service", "telemetry", "logs", "processors")).toEqual([{ batch: exporter }]);
    expect(valueAt(text, "service", "telemetry", "logs", "encoding")).toBe("json");
  });

  test("of traces adds a processor", () => {
    const { text } = composed({ ownTelemetry: { traces: target } });
    expect(valueAt(text, "service", "telemetry", "traces")).toEqual({ processors: [{ batch: exporter }] });
  });

  test("without headers names none", () => {
    const { text } = composed({ ownTelemetry: { traces: { endpoint: "http://sink", headers: [] } } });
    expect(valueAt(text, "service", "telemetry", "traces", "processors", 0, "batch", "exporter", "otlp")).toEqual({
      protocol: "http/protobuf",
      endpoint: "http://sink",
    });
  });

  test("over TLS names files for what was offered, and holds none of it itself", () => {
    const tls = { ca: "the authority" };
    const certificate = { cert: "the certificate", key: "the key" };
    const { text } = composed({ ownTelemetry: { logs: { ...target, tls, certificate } }, credentials: "/c" });
    const { exporter: given } = Object(valueAt(text, "service", "telemetry", "logs", "processors", 0, "batch"));
    expect(given.otlp).toEqual({
      protocol: "http/protobuf",
      endpoint: target.endpoint,
      certificate: credentialFile("/c", tls.ca),
      client_certificate: credentialFile("/c", certificate.cert),
      client_key: credentialFile("/c", certificate.key),
      headers: exporter.exporter.otlp.headers,
    });
    for (const secret of [tls.ca, certificate.cert, certificate.key]) expect(text).not.toContain(secret);
  });

  test("may name the supervisor's own files where remote content may name none", () => {
    const tls = { ca: "the authority" };
    const policy = { ...noPolicy, accessDirs: [] };
    expect(composed({ ownTelemetry: { logs: { ...target, tls } }, credentials: "/c", policy }).files).toEqual([]);
  });

  test("over plain http is refused where the operator allows https alone", () => {
    const secure = { ...noPolicy, destinations: { schemes: ["https"] } };
    expect(composed({ ownTelemetry: { logs: target }, policy: secure }).text).toContain("sink:4318");
    const plain = { ...target, endpoint: "http://sink:4318/v1/logs" };
    expect(refused({ ownTelemetry: { logs: plain }, policy: secure })).toMatchObject({
      code: "POLICY_DENIED",
      layer: "own telemetry offered by the server",
    });
  });

  test("that is not offered leaves the Collector's defaults", () => {
    const { text } = composed();
    expect(valueAt(text, "service", "telemetry", "metrics")).toBeUndefined();
    expect(valueAt(text, "service", "telemetry", "traces")).toBeUndefined();
  });

  test("that a layer overrides is named in a warning, once and by the layer that does it", () => {
    const { warnings } = composed({
      ownTelemetry: { metrics: target, logs: target, traces: target },
      layers: layers(
        "service: {telemetry: {metrics: {readers: []}, logs: {level: debug}}}",
        "service: {telemetry: {metrics: {readers: []}}}",
      ),
      remoteFiles: new Map([["r", "service: {telemetry: {traces: }}"]]),
    });
    expect(warnings).toEqual([
      "local file 1.yaml, line 1: service::telemetry::metrics::readers given here replaces the offered destination of own metrics",
      'remote file "r", line 1: service::telemetry::traces::processors given here replaces the offered destination of own traces',
    ]);
  });
});
