import { describe, expect, test } from "bun:test";

import { compose } from "../../../src/compose/compose.ts";
import { composed, composeInput, instanceUid, layers, link, refused, valueAt } from "../../support/compose-input.ts";

const pipelines = "service: {pipelines: {logs: {receivers: [nop], exporters: [nop]}}}";

describe("the whole configuration", () => {
  test("without any layer holds identity, log, and the supervisor's extension", () => {
    expect(composed().text).toBe(`service:
  telemetry:
    logs:
      encoding: json
      output_paths:
        - stdout
      error_output_paths:
        - stderr
    resource:
      service.instance.id: "${instanceUid}"
  extensions:
    - opamp
extensions:
  opamp:
    server:
      ws:
        endpoint: "ws://127.0.0.1:4321/v1/opamp"
        headers:
          Opampsupervisor-Token: secret
        tls:
          insecure: true
    instance_uid: "${instanceUid}"
    ppid: 77
    ppid_poll_interval: 5000ms
    capabilities:
      reports_available_components: true
`);
  });

  test("keeps what layers say as they say it", () => {
    const { text } = composed({
      layers: layers(`
receivers:
  hostmetrics:
    collection_interval: 10s
    scrapers:
      cpu:
      memory: null
processors: {batch: }
exporters:
  debug:
    verbosity: \${env:VERBOSITY}
    octal: 0644
    big: 12345678901234567890123
service:
  pipelines:
    metrics: {receivers: [hostmetrics], processors: [batch], exporters: [debug]}
`),
    });
    expect(text).toContain(`receivers:
  hostmetrics:
    collection_interval: 10s
    scrapers:
      cpu:
      memory: null
processors:
  batch:
exporters:
  debug:
    verbosity: \${env:VERBOSITY}
    octal: 0644
    big: 12345678901234567890123
`);
  });

  test("gives the same bytes for the same input", () => {
    const input = composeInput({ layers: layers(pipelines), remoteFiles: new Map([["a", "x: 1"]]) });
    const again = compose(structuredClone(input));
    expect(compose(input)).toMatchObject(again.composed ? { text: again.text, fingerprint: again.fingerprint } : {});
  });

  test("names the pipelines of the layers", () => {
    expect(composed({ layers: layers(pipelines) }).pipelines).toEqual(["logs"]);
  });
});

describe("the order of layers", () => {
  test("later local files win over earlier ones, remote files over local ones", () => {
    const { text } = composed({
      layers: layers("exporters: {debug: {a: 1, b: 1, c: 1}}", "exporters: {debug: {b: 2, c: 2}}"),
      remoteFiles: new Map([["r", "exporters: {debug: {c: 3}}"]]),
    });
    expect(valueAt(text, "exporters", "debug")).toEqual({ a: 1, b: 2, c: 3 });
  });

  test("remote files go by name, the unnamed one last", () => {
    const { text } = composed({
      remoteFiles: new Map([
        ["", "x: {unnamed: last, both: unnamed}"],
        ["b", "x: {both: b, order: b}"],
        ["a", "x: {both: a, order: a}"],
      ]),
    });
    expect(valueAt(text, "x")).toEqual({ both: "unnamed", order: "b", unnamed: "last" });
  });

  test("layers override the supervisor's own choice for the log", () => {
    const { text } = composed({ layers: layers("service: {telemetry: {logs: {encoding: console}}}") });
    expect(valueAt(text, "service", "telemetry", "logs")).toEqual({
      encoding: "console",
      output_paths: ["stdout"],
      error_output_paths: ["stderr"],
    });
  });

  test("no layer overrides the instance id", () => {
    const layer = "service: {telemetry: {resource: {service.instance.id: other, service.name: mine}}}";
    const { text } = composed({ layers: layers(layer), remoteFiles: new Map([["", layer]]) });
    expect(valueAt(text, "service", "telemetry", "resource")).toEqual({
      "service.instance.id": instanceUid,
      "service.name": "mine",
    });
  });
});

describe("the supervisor's extension", () => {
  const expected = valueAt(composed().text, "extensions", "opamp");

  test.each([
    ["a block of its own", "extensions: {opamp: {server: {http: {endpoint: 'http://evil'}}, capabilities: {x: true}}}"],
    ["null", "extensions: {opamp: }"],
    ["a value", "extensions: {opamp: none}"],
    ["a path in one key", "extensions::opamp::server::ws::endpoint: ws://evil"],
    ["a path in a nested key", "extensions: {'opamp::server::ws::endpoint': ws://evil}"],
    ["no extensions at all", "extensions:"],
  ])("is exactly ours when a layer gives it %s", (_, layer) => {
    const { text } = composed({ remoteFiles: new Map([["", layer]]) });
    expect(valueAt(text, "extensions", "opamp")).toEqual(expected);
    expect(text).not.toContain("evil");
  });

  test("is started after the extensions of all layers, each of them once", () => {
    const { text } = composed({
      layers: layers("service: {extensions: [health_check, opamp]}"),
      remoteFiles: new Map([["", "service: {extensions: [zpages, health_check]}"]]),
    });
    expect(valueAt(text, "service", "extensions")).toEqual(["health_check", "opamp", "zpages"]);
  });

  test("is started also when a layer clears the list", () => {
    const { text } = composed({ layers: layers("service: {extensions: [zpages]}", "service: {extensions: }") });
    expect(valueAt(text, "service", "extensions")).toEqual(["opamp"]);
  });

  test("is started also when a layer clears the whole service", () => {
    const { text } = composed({ layers: layers("service:") });
    expect(valueAt(text, "service")).toEqual({
      telemetry: { resource: { "service.instance.id": instanceUid } },
      extensions: ["opamp"],
    });
  });

  test("leaves a second opamp extension of the operator alone", () => {
    const { text, warnings } = composed({ layers: layers("extensions: {opamp/other: {server: }}") });
    expect(valueAt(text, "extensions", "opamp/other")).toEqual({ server: null });
    expect(warnings).toEqual([]);
  });

  test("says so when it replaces one that a layer gave", () => {
    const { warnings } = composed({ remoteFiles: new Map([["x", "extensions: {opamp: {}}"]]) });
    expect(warnings).toEqual([
      'remote file "x": extensions::opamp is the supervisor\'s own and replaces the one given here',
    ]);
  });

  test("asks for resource attributes and components as the link says", () => {
    const { text } = composed({
      link: { ...link, includeResourceAttributes: true, reportsAvailableComponents: false },
    });
    expect(valueAt(text, "extensions", "opamp", "agent_description")).toEqual({ include_resource_attributes: true });
    expect(valueAt(text, "extensions", "opamp", "capabilities")).toEqual({ reports_available_components: false });
  });
});

describe("the no-op pipeline", () => {
  test.each(["", "service: {pipelines: }", "service: {pipelines: {}}", "receivers:\nexporters: {nop: }"])(
    "is there when the layers give no pipeline and the Collector needs one: %j",
    (layer) => {
      const { text, pipelines: names } = composed({ allowNoPipelines: false, layers: layers(layer) });
      expect(valueAt(text, "service", "pipelines")).toEqual({ traces: { receivers: ["nop"], exporters: ["nop"] } });
      expect(valueAt(text, "receivers")).toEqual({ nop: null });
      expect(valueAt(text, "exporters")).toEqual({ nop: null });
      expect(names).toEqual([]);
    },
  );

  test("keeps the components that are there", () => {
    const { text } = composed({ allowNoPipelines: false, layers: layers("receivers: {nop: {}, otlp: }") });
    expect(valueAt(text, "receivers")).toEqual({ nop: {}, otlp: null });
  });

  test("is not there when a layer gives a pipeline", () => {
    const { text } = composed({ allowNoPipelines: false, layers: layers(pipelines) });
    expect(valueAt(text, "service", "pipelines")).toEqual({ logs: { receivers: ["nop"], exporters: ["nop"] } });
  });

  test("is not there when only the Collector can tell what the pipelines are", () => {
    const { text } = composed({
      allowNoPipelines: false,
      layers: layers("service: {pipelines: '${file:p.yaml}'}"),
    });
    expect(valueAt(text, "service", "pipelines")).toBe("${file:p.yaml}");
  });

  test("is not there when the Collector runs without pipelines", () => {
    expect(valueAt(composed().text, "service", "pipelines")).toBeUndefined();
  });
});

describe("the fingerprint", () => {
  const { fingerprint } = composed({ layers: layers(pipelines) });

  test("is a SHA-256", () => {
    expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  test("is equal when only the writing of a layer differs", () => {
    const written =
      "# comment\nservice:\n  pipelines:\n    logs:\n      receivers: [ 'nop' ]\n      exporters: [nop]\n";
    expect(composed({ layers: layers(written) }).fingerprint).toBe(fingerprint);
  });

  test("is equal whatever token, port and process the link has", () => {
    const other = { ...link, token: "another-token-of-some-length", port: 1, supervisorPid: 2 };
    expect(composed({ layers: layers(pipelines), link: other }).fingerprint).toBe(fingerprint);
  });

  test.each([
    { layers: layers(pipelines, "x: 1") },
    { layers: layers(pipelines), ownTelemetry: { logs: { endpoint: "http://x", headers: [] } } },
  ])("differs when something else does: %j", (stated) => {
    expect(composed(stated).fingerprint).not.toBe(fingerprint);
  });
});

describe("a refusal", () => {
  test("names the local file, line and column", () => {
    expect(refused({ layers: layers("a: 1", "a:\n  b: 'x") })).toEqual({
      composed: false,
      code: "CONFIG_INVALID",
      place: { line: 2, column: 8 },
      layer: "local file 2.yaml",
      localFile: "2.yaml",
      reason: "local file 2.yaml, line 2, column 8: Missing closing 'quote",
    });
  });

  test("names the remote file", () => {
    expect(refused({ remoteFiles: new Map([["", "a: 1\na: 2"]]) })).toEqual({
      composed: false,
      code: "CONFIG_INVALID",
      place: { line: 2, column: 1 },
      layer: 'remote file ""',
      reason: 'remote file "", line 2, column 1: mapping key "a" already defined at line 1',
    });
  });
});
