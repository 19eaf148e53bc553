import { expect, test } from "bun:test";

import { resourceFromAttributes } from "@opentelemetry/resources";
import { MeterProvider, MetricReader } from "@opentelemetry/sdk-metrics";

import type { PrometheusForm } from "../../../../src/config/telemetry-types.ts";
import { type ExpositionFormat, prometheusText } from "../../../../src/telemetry/sdk/prometheus-text.ts";
import { readExposition } from "../../../support/exposition.ts";

class Reader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

async function page(more: Partial<PrometheusForm> = {}, format?: ExpositionFormat): Promise<string[]> {
  const reader = new Reader();
  const resource = resourceFromAttributes({ "service.name": 'a "b"', "host.name": "h" });
  const meter = new MeterProvider({ readers: [reader], resource }).getMeter("m", "1");
  meter.createCounter("a.io", { unit: "By", description: 'Bytes.\nAll "a".' }).add(3, { way: "in" });
  meter.createUpDownCounter("a.state", { unit: "1" }).add(1);
  meter.createGauge("a.part", { unit: "1" }).record(0.5);
  const advice = { explicitBucketBoundaries: [1, 2] };
  meter.createHistogram("a.time", { unit: "s", advice }).record(1.5);
  const { resourceMetrics } = await reader.collect();
  const form = { scopeInfo: false, typeSuffix: true, units: true, ...more };
  const text = prometheusText(resourceMetrics, form, format);
  readExposition(text, format ?? "text");
  return text.split("\n");
}

test("names have their units and types, and the resource stands by itself", async () => {
  expect(await page()).toEqual([
    "# HELP target_info Target metadata",
    "# TYPE target_info gauge",
    String.raw`target_info{service_name="a \"b\"",host_name="h"} 1`,
    String.raw`# HELP a_io_bytes_total Bytes.\nAll "a".`,
    "# TYPE a_io_bytes_total counter",
    'a_io_bytes_total{way="in"} 3',
    "# HELP a_state ",
    "# TYPE a_state gauge",
    "a_state 1",
    "# HELP a_part_ratio ",
    "# TYPE a_part_ratio gauge",
    "a_part_ratio 0.5",
    "# HELP a_time_seconds ",
    "# TYPE a_time_seconds histogram",
    'a_time_seconds_bucket{le="1"} 0',
    'a_time_seconds_bucket{le="2"} 1',
    'a_time_seconds_bucket{le="+Inf"} 1',
    "a_time_seconds_sum 1.5",
    "a_time_seconds_count 1",
    "",
  ]);
});

test("OpenMetrics names a family of counters without `_total`, writes bounds as floats, and has an end", async () => {
  expect(await page({}, "openmetrics")).toEqual([
    "# HELP target Target metadata",
    "# TYPE target info",
    String.raw`target_info{service_name="a \"b\"",host_name="h"} 1`,
    String.raw`# HELP a_io_bytes Bytes.\nAll \"a\".`,
    "# TYPE a_io_bytes counter",
    'a_io_bytes_total{way="in"} 3',
    "# HELP a_state ",
    "# TYPE a_state gauge",
    "a_state 1",
    "# HELP a_part_ratio ",
    "# TYPE a_part_ratio gauge",
    "a_part_ratio 0.5",
    "# HELP a_time_seconds ",
    "# TYPE a_time_seconds histogram",
    'a_time_seconds_bucket{le="1.0"} 0',
    'a_time_seconds_bucket{le="2.0"} 1',
    'a_time_seconds_bucket{le="+Inf"} 1',
    "a_time_seconds_sum 1.5",
    "a_time_seconds_count 1",
    "# EOF",
    "",
  ]);
  expect(await page({ typeSuffix: false }, "openmetrics")).toContain("# TYPE a_io_bytes unknown");
});

test("units, types, the scope and labels of the resource are as they are wanted", async () => {
  expect(await page({ units: false })).toContain('a_io_total{way="in"} 3');
  expect(await page({ typeSuffix: false })).toContain('a_io_bytes{way="in"} 3');
  expect(await page({ scopeInfo: true })).toContain('a_state{otel_scope_name="m",otel_scope_version="1"} 1');
  const resourceLabels = { included: ["*.name"], excluded: ["service.*"] };
  expect(await page({ resourceLabels })).toContain('a_state{host_name="h"} 1');
});
