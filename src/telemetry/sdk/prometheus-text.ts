import {
  type DataPoint,
  DataPointType,
  type Histogram,
  type MetricData,
  type ResourceMetrics,
} from "@opentelemetry/sdk-metrics";

import type { PullConfig } from "../../config/telemetry-types.ts";
import { matchNames } from "../match-names.ts";

type Labels = Readonly<Record<string, unknown>>;

/**
 * Metrics in the text format of Prometheus, version 0.0.4, by the rules of the OpenTelemetry specification (Prometheus and
 * OpenMetrics Compatibility): names with units and `_total`, unless that is not wanted, and the resource as `target_info`.
 */
export function prometheusText({ resource, scopeMetrics }: ResourceMetrics, config: PullConfig): string {
  const wanted = config.resourceLabels && matchNames(config.resourceLabels);
  const constant = Object.fromEntries(Object.entries(resource.attributes).filter(([name]) => wanted?.(name)));
  const lines = [
    "# HELP target_info Target metadata",
    "# TYPE target_info gauge",
    `target_info${labelText(resource.attributes)} 1`,
  ];
  for (const { scope, metrics } of scopeMetrics) {
    const ofScope = { otel_scope_name: scope.name, otel_scope_version: scope.version ?? "" };
    const labels = { ...constant, ...(config.scopeInfo && ofScope) };
    for (const metric of metrics) lines.push(...family(metric, labels, config));
  }
  return `${lines.join("\n")}\n`;
}

function family(metric: MetricData, labels: Labels, config: PullConfig): string[] {
  const { descriptor, dataPointType } = metric;
  const name = prometheusName(metric, config);
  const help = descriptor.description.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
  const type = dataPointType === DataPointType.HISTOGRAM ? "histogram" : isCounter(metric) ? "counter" : "gauge";
  const head = [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
  switch (dataPointType) {
    case DataPointType.HISTOGRAM:
      return [...head, ...metric.dataPoints.flatMap((point) => histogram(name, point, labels))];
    case DataPointType.SUM:
    case DataPointType.GAUGE:
      return [
        ...head,
        ...metric.dataPoints.map(
          ({ value, attributes }) => `${name}${labelText({ ...labels, ...attributes })} ${value}`,
        ),
      ];
    default:
      return [];
  }
}

function histogram(name: string, { value, attributes }: DataPoint<Histogram>, labels: Labels): string[] {
  const own = { ...labels, ...attributes };
  let below = 0;
  const buckets = value.buckets.counts.map((count, index) => {
    below += count;
    return `${name}_bucket${labelText({ ...own, le: String(value.buckets.boundaries[index] ?? "+Inf") })} ${below}`;
  });
  return [
    ...buckets,
    `${name}_sum${labelText(own)} ${value.sum ?? 0}`,
    `${name}_count${labelText(own)} ${value.count}`,
  ];
}

/** Units that are no annotation; a part of a whole is named for gauges alone. */
const units: Readonly<Record<string, string>> = { s: "seconds", By: "bytes", "By/s": "bytes_per_second" };

function prometheusName(metric: MetricData, config: PullConfig): string {
  const { name, unit } = metric.descriptor;
  const plain = name.replaceAll(/[^a-zA-Z0-9_:]+/g, "_");
  const isRatio = unit === "1" && metric.dataPointType === DataPointType.GAUGE;
  const word = config.units ? (isRatio ? "ratio" : units[unit]) : undefined;
  const withUnit = word === undefined || plain.endsWith(`_${word}`) ? plain : `${plain}_${word}`;
  return config.typeSuffix && isCounter(metric) ? `${withUnit}_total` : withUnit;
}

function isCounter(metric: MetricData): boolean {
  return metric.dataPointType === DataPointType.SUM && metric.isMonotonic;
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    const escaped = text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
    return `${name.replaceAll(/[^a-zA-Z0-9_]+/g, "_")}="${escaped}"`;
  });
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}
