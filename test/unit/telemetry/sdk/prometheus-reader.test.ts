import { expect, test } from "bun:test";

import { MeterProvider } from "@opentelemetry/sdk-metrics";

import { PrometheusReader } from "../../../../src/telemetry/sdk/prometheus-reader.ts";
import { readExposition } from "../../../support/exposition.ts";

const plain = "text/plain;version=0.0.4;charset=utf-8";
const open = "application/openmetrics-text;version=1.0.0;charset=utf-8";

const ofPrometheus3 =
  "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";
const ofPrometheus2 =
  "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

test.each([
  ["", plain, "text"],
  ["*/*", plain, "text"],
  ["text/html", plain, "text"],
  ["text/plain", plain, "text"],
  ["application/openmetrics-text", open, "openmetrics"],
  ["application/openmetrics-text;q=0.1, text/plain", plain, "text"],
  ["application/openmetrics-text;version=0.0.1, */*;q=0.1", plain, "text"],
  [ofPrometheus2, open, "openmetrics"],
  [ofPrometheus3, open.replace(";charset", ";escaping=allow-utf-8;charset"), "openmetrics"],
] as const)("who accepts '%s' gets %s", async (accept, type, format) => {
  const reader = new PrometheusReader({ scopeInfo: true, typeSuffix: true, units: true });
  new MeterProvider({ readers: [reader] }).getMeter("m", "1").createCounter("a.b").add(2);
  const { status, headers, body } = await reader.answer({ headers: new Headers(accept === "" ? {} : { accept }) });
  expect([status, headers?.["content-type"]]).toEqual([200, type]);
  const families = readExposition(String(body), format);
  const [sample] = families.get(format === "text" ? "a_b_total" : "a_b")?.samples ?? [];
  expect(sample).toEqual({ name: "a_b_total", labels: { otel_scope_name: "m", otel_scope_version: "1" }, value: 2 });
});
