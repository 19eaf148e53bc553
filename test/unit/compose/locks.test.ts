import { describe, expect, test } from "bun:test";

import type { ComposeInput, Layer } from "../../../src/compose/layers.ts";
import { composed, refused, valueAt } from "../../support/compose-input.ts";

const locked = `processors:
  memory_limiter: {limit_mib: 200}
service:
  extensions: [health_check]
  telemetry: {metrics: {level: none}, resource: {env: prod}}
  pipelines:
    logs: {receivers: [otlp]}
`;

const lock: Layer = { kind: "local", name: "base.yaml", text: locked, locked: true };
const order: Layer[] = [{ kind: "own-telemetry" }, lock, { kind: "opamp-extension" }, { kind: "remote" }];

function offered(text: string, layers = order): Partial<ComposeInput> {
  return { layers, remoteFiles: new Map([["r", text]]) };
}

describe("what a locked file says", () => {
  test.each([
    ["a setting", "service: {telemetry: {metrics: {level: detailed}}}", "service::telemetry::metrics::level"],
    ["a setting, by null", "service: {telemetry: {metrics: }}", "service::telemetry::metrics"],
    ["a setting, by a path in one key", "service::telemetry::metrics::level: x", "service::telemetry::metrics::level"],
    ["a component", "processors: {memory_limiter: {limit_mib: 9000}}", "processors::memory_limiter"],
    ["a component, by adding to it", "processors: {memory_limiter: {check: 1s}}", "processors::memory_limiter"],
    ["a pipeline", "service: {pipelines: {logs: {exporters: [x]}}}", "service::pipelines::logs"],
    ["a pipeline, by taking it away", "service: {pipelines: {logs: }}", "service::pipelines::logs"],
    ["a resource attribute", "service: {telemetry: {resource: {env: dev}}}", "service::telemetry::resource::env"],
    [
      "a resource attribute, by clearing all",
      "service: {telemetry: {resource: {attributes: []}}}",
      "service::telemetry::resource::attributes",
    ],
  ])("cannot be changed by remote content: %s", (_, text, path) => {
    const refusal = refused(offered(text));
    expect(refusal).toMatchObject({ code: "CONFIG_LOCKED", layer: 'remote file "r"', path: path.split("::") });
    expect(refusal.reason).toStartWith(`remote file "r", line 1: ${path} is locked by local file base.yaml, line `);
  });

  test("cannot be changed either where remote content lies below the file", () => {
    const layers: Layer[] = [{ kind: "own-telemetry" }, { kind: "remote" }, lock, { kind: "opamp-extension" }];
    expect(refused(offered("processors: {memory_limiter: {limit_mib: 9000}}", layers)).code).toBe("CONFIG_LOCKED");
  });

  test("may be said again, and be added to where nothing of it changes", () => {
    const { text } = composed(
      offered(`processors: {memory_limiter: {limit_mib: 200}, batch: }
service: {extensions: [zpages], pipelines: {traces: {receivers: [otlp]}}, telemetry: {logs: {level: debug}}}`),
    );
    expect(valueAt(text, "service", "extensions")).toEqual(["health_check", "opamp", "zpages"]);
    expect(valueAt(text, "service", "pipelines", "traces")).toEqual({ receivers: ["otlp"] });
  });

  test("may be changed by a later local file", () => {
    const local: Layer = { kind: "local", name: "mine.yaml", text: "processors: {memory_limiter: {limit_mib: 1}}" };
    const { text } = composed({ layers: [...order, local] });
    expect(valueAt(text, "processors", "memory_limiter")).toEqual({ limit_mib: 1 });
  });

  test("shows the value of the attempt, unless its name speaks of a secret", () => {
    const text = "exporters: {otlp: {headers: {a: canary}}}";
    const secret: Layer = { ...lock, text: "exporters: {otlp: {headers: {a: mine}}}" };
    expect(refused(offered("service: {telemetry: {metrics: {level: detailed}}}")).reason).toEndWith(
      'says "detailed" instead',
    );
    expect(refused(offered(text, [secret, { kind: "remote" }])).reason).not.toContain("canary");
  });
});
