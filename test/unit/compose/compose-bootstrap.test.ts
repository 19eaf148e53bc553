import { expect, test } from "bun:test";

import { composeBootstrap } from "../../../src/compose/compose-bootstrap.ts";
import { instanceUid, link, valueAt } from "../../support/compose-input.ts";

test("the bootstrap configuration holds a no-op pipeline, the extension and silent metrics", () => {
  const text = composeBootstrap({ allowNoPipelines: false, instanceUid, link, telemetryForm: "inline" });
  expect(text).toBe(`service:
  telemetry:
    resource:
      service.instance.id: "${instanceUid}"
    metrics:
      level: none
    logs:
      encoding: json
      output_paths:
        - stdout
  pipelines:
    traces:
      receivers:
        - nop
      exporters:
        - nop
  extensions:
    - opamp
receivers:
  nop:
exporters:
  nop:
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

test("the bootstrap configuration has no pipeline for a Collector that needs none", () => {
  const text = composeBootstrap({ allowNoPipelines: true, instanceUid, link });
  expect(valueAt(text, "service")).toEqual({
    telemetry: { metrics: { level: "none" }, logs: { encoding: "json", output_paths: ["stdout"] } },
    extensions: ["opamp"],
  });
  expect(valueAt(text, "receivers")).toBeUndefined();
});

test("the bootstrap configuration states the instance id in the form that the Collector takes, once it is known", () => {
  const text = composeBootstrap({ allowNoPipelines: true, instanceUid, link, telemetryForm: "declarative" });
  expect(valueAt(text, "service", "telemetry", "resource")).toEqual({
    attributes: [{ name: "service.instance.id", value: instanceUid }],
  });
});
