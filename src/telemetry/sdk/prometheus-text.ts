import {
  type DataPoint,
  DataPointType,
  type Histogram,
  type MetricData,
  type ResourceMetrics,
} from "@opentelemetry/sdk-metrics";

import type { PrometheusForm } from "../../config/telemetry-types.ts";
import { matchNames } from "../match-names.ts";

type Labels = Readonly<Record<string, unknown>>;

/** `text`: that of Prometheus, version 0.0.4; `openmetrics`: OpenMetrics 1.0.0. */
export type ExpositionFormat = "text" | "openmetrics";

/** How one page is written. */
interface Writing {
  form: PrometheusForm;
  format: ExpositionFormat;
}

/**
 * Metrics as text, by the rules of the OpenTelemetry specification (Prometheus and OpenMetrics Compatibility): names with
 * units and `_total`, unless that is not wanted, and the resource as `target_info`.
 *
 * @param format Default `text`.
 */
export function prometheusText(
  { resource, scopeMetrics }: ResourceMetrics,
  form: PrometheusForm,
  format: ExpositionFormat = "text",
): string {
  const wanted = form.resourceLabels && matchNames(form.resourceLabels);
  const constant = Object.fromEntries(Object.entries(resource.attributes).filter(([name]) => wanted?.(name)));
  const [info, type] = format === "openmetrics" ? ["target", "info"] : ["target_info", "gauge"];
  const lines = [
    `# HELP ${info} Target metadata`,
    `# TYPE ${info} ${type}`,
    `target_info${labelText(resource.attributes)} 1`,
  ];
  for (const { scope, metrics } of scopeMetrics) {
    const ofScope = { otel_scope_name: scope.name, otel_scope_version: scope.version ?? "" };
    const labels = { ...constant, ...(form.scopeInfo && ofScope) };
    for (const metric of metrics) lines.push(...family(metric, labels, { form, format }));
  }
  if (format === "openmetrics") lines.push("# EOF");
  return `${lines.join("\n")}\n`;
}

/** In OpenMetrics a counter's family has the name without `_total`, and what has no such samples is none. */
function family(metric: MetricData, labels: Labels, { form, format }: Writing): string[] {
  const { descriptor, dataPointType } = metric;
  const plain = plainName(metric, form);
  const name = form.typeSuffix && isCounter(metric) ? `${plain}_total` : plain;
  const isOpen = format === "openmetrics";
  const counter = isOpen && !form.typeSuffix ? "unknown" : "counter";
  const type = dataPointType === DataPointType.HISTOGRAM ? "histogram" : isCounter(metric) ? counter : "gauge";
  const described = isOpen ? plain : name;
  const text = descriptor.description.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
  const help = isOpen ? text.replaceAll('"', '\\"') : text;
  const head = [`# HELP ${described} ${help}`, `# TYPE ${described} ${type}`];
  switch (dataPointType) {
    case DataPointType.HISTOGRAM:
      return [...head, ...metric.dataPoints.flatMap((point) => histogram(name, point, { labels, format }))];
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

function histogram(
  name: string,
  { value, attributes }: DataPoint<Histogram>,
  { labels, format }: { labels: Labels; format: ExpositionFormat },
): string[] {
  const own = { ...labels, ...attributes };
  let below = 0;
  const buckets = value.buckets.counts.map((count, index) => {
    below += count;
    const le = boundText(value.buckets.boundaries[index], format);
    return `${name}_bucket${labelText({ ...own, le })} ${below}`;
  });
  return [
    ...buckets,
    `${name}_sum${labelText(own)} ${value.sum ?? 0}`,
    `${name}_count${labelText(own)} ${value.count}`,
  ];
}

/** OpenMetrics wants floating point numbers to be seen as such. */
function boundText(bound: number | undefined, format: ExpositionFormat): string {
  if (bound === undefined) return "+Inf";
  return format === "openmetrics" && Number.isInteger(bound) ? `${bound}.0` : String(bound);
}

/** Units that are no annotation; a part of a whole is named for gauges alone. */
const units: Readonly<Record<string, string>> = { s: "seconds", By: "bytes", "By/s": "bytes_per_second" };

function plainName(metric: MetricData, form: PrometheusForm): string {
  const { name, unit } = metric.descriptor;
  const plain = name.replaceAll(/[^a-zA-Z0-9_:]+/g, "_");
  const isRatio = unit === "1" && metric.dataPointType === DataPointType.GAUGE;
  const word = form.units ? (isRatio ? "ratio" : units[unit]) : undefined;
  return word === undefined || plain.endsWith(`_${word}`) ? plain : `${plain}_${word}`;
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
