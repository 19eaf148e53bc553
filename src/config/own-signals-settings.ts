import type * as z from "zod/mini";

import { pairsOf } from "./pair-list.ts";
import type { metricExporterSection } from "./schema/telemetry/exporter.ts";
import { detectorOf } from "./schema/telemetry/resource.ts";
import type { logProcessors, metricReaders } from "./schema/telemetry/signals.ts";
import type { sampler, spanLimits } from "./schema/telemetry/traces.ts";
import {
  type DetectorName,
  detectorNames,
  type ExporterConfig,
  type PatternsConfig,
  type ProcessorConfig,
  type PullConfig,
  type ReaderConfig,
  type SamplerConfig,
  type SpanLimitsConfig,
} from "./telemetry-types.ts";
import type { HeaderList } from "./types.ts";

type ProcessorFile = z.output<ReturnType<typeof logProcessors>>[number];
type ReaderFile = z.output<ReturnType<typeof metricReaders>>[number];
type OtlpFile = NonNullable<z.output<ReturnType<typeof metricExporterSection>>["otlp"]>;
type ExporterFile = { otlp?: SomeOtlp | undefined };
type SomeOtlp = Omit<OtlpFile, "temporality_preference" | "default_histogram_aggregation"> & Partial<OtlpFile>;
type SamplerFile = Partial<z.output<ReturnType<typeof sampler>>>;

/** A checked processor of log records or spans. */
export function processorSettings({ batch, simple }: ProcessorFile): ProcessorConfig {
  if (batch === undefined) return { kind: "simple", exporter: exporterSettings(simple?.exporter ?? {}) };
  const { max_queue_size: maxQueueSize, max_export_batch_size: maxExportBatchSize } = batch;
  return {
    kind: "batch",
    exporter: exporterSettings(batch.exporter),
    scheduleDelayMs: batch.schedule_delay,
    exportTimeoutMs: batch.export_timeout,
    maxQueueSize,
    maxExportBatchSize: Math.min(maxExportBatchSize, maxQueueSize),
  };
}

/** A checked reader of metrics. */
export function readerSettings({ periodic, pull }: ReaderFile): ReaderConfig[] {
  if (periodic !== undefined) {
    const { exporter, interval: intervalMs, timeout } = periodic;
    const timeoutMs = Math.min(timeout, intervalMs);
    return [{ kind: "periodic", exporter: exporterSettings(exporter), intervalMs, timeoutMs }];
  }
  return pull === undefined ? [] : [pullSettings(pull.exporter.prometheus)];
}

function pullSettings(prometheus: NonNullable<ReaderFile["pull"]>["exporter"]["prometheus"]): PullConfig {
  const labels = prometheus.with_resource_constant_labels;
  return {
    kind: "pull",
    host: prometheus.host.replace(/^\[(.*)\]$/, "$1"),
    port: prometheus.port,
    scopeInfo: !prometheus.without_scope_info,
    typeSuffix: !prometheus.without_type_suffix,
    units: !prometheus.without_units,
    ...(labels && { resourceLabels: labels }),
  };
}

function exporterSettings({ otlp }: ExporterFile): ExporterConfig {
  if (otlp === undefined) return { to: "console" };
  const { certificate = "", client_certificate: cert = "", client_key: key = "" } = otlp;
  const hasScheme = /^https?:\/\//i.test(otlp.endpoint);
  return {
    to: "otlp",
    protocol: otlp.protocol === "grpc" ? "grpc" : "http/protobuf",
    endpoint: hasScheme ? otlp.endpoint : `${otlp.insecure ? "http" : "https"}://${otlp.endpoint}`,
    headers: headersOf(otlp),
    tls: {
      ...(certificate !== "" && { ca: { file: certificate } }),
      ...(cert !== "" && { cert: { file: cert }, key: { file: key } }),
    },
    gzip: otlp.compression === "gzip",
    timeoutMs: otlp.timeout,
    temporality: otlp.temporality_preference ?? "cumulative",
    histograms: otlp.default_histogram_aggregation ?? "explicit_bucket_histogram",
  };
}

/** Those of `headers` are stronger than those of the text. */
function headersOf({ headers, headers_list: list = "" }: SomeOtlp): HeaderList {
  const named = new Set(headers.map(({ name }) => name.toLowerCase()));
  const fromList = pairsOf(list).filter(([name]) => !named.has(name.toLowerCase()));
  return [...fromList, ...headers.map(({ name, value }) => [name, value] as const)];
}

/** A checked sampler. */
export function samplerSettings(file: SamplerFile): SamplerConfig {
  if (file.always_off !== undefined) return { sampler: "always_off" };
  if (file.trace_id_ratio_based !== undefined) {
    return { sampler: "trace_id_ratio_based", ratio: file.trace_id_ratio_based.ratio ?? 1 };
  }
  if (file.parent_based === undefined) return { sampler: "always_on" };
  const { root, ...kinds } = file.parent_based;
  const of = Object.fromEntries(
    Object.entries(kinds).flatMap(([kind, inner]) => (inner === undefined ? [] : [[kind, samplerSettings(inner)]])),
  );
  return { sampler: "parent_based", ...(root && { root: samplerSettings(root) }), of };
}

export function limitsSettings(file: z.output<ReturnType<typeof spanLimits>>): SpanLimitsConfig {
  const named: Record<keyof SpanLimitsConfig, number | undefined> = {
    attributeCount: file.attribute_count_limit,
    attributeValueLength: file.attribute_value_length_limit,
    eventCount: file.event_count_limit,
    linkCount: file.link_count_limit,
    eventAttributeCount: file.event_attribute_count_limit,
    linkAttributeCount: file.link_attribute_count_limit,
  };
  return Object.fromEntries(Object.entries(named).filter(([, limit]) => limit !== undefined));
}

/** The detectors that a checked list names, each once. */
export function detectorsOf(list: readonly unknown[]): DetectorName[] {
  const names = new Set(list.map(detectorOf));
  return detectorNames.filter((name) => names.has(name));
}

export function patternsOf(patterns: PatternsConfig | undefined): { detected?: PatternsConfig } {
  return patterns === undefined ? {} : { detected: patterns };
}
