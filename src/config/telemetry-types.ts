import type { HeaderList, PemSource } from "./types.ts";

/** What of the supervisor's own telemetry goes where, as the operator wants it. */
export interface OwnSignalsConfig {
  logs: readonly ProcessorConfig[];
  metrics: readonly ReaderConfig[];
  traces: {
    processors: readonly ProcessorConfig[];
    /** Unset: every trace is recorded. */
    sampler?: SamplerConfig;
    limits: SpanLimitsConfig;
  };
  resource: ResourceConfig;
}

/** How log records or spans come to their exporter. */
export type ProcessorConfig =
  | {
      kind: "batch";
      exporter: ExporterConfig;
      scheduleDelayMs: number;
      exportTimeoutMs: number;
      /** Items that wait; what comes beyond is dropped. */
      maxQueueSize: number;
      maxExportBatchSize: number;
    }
  /** One by one, at once. */
  | { kind: "simple"; exporter: ExporterConfig };

/** How metrics come to whoever wants them. */
export type ReaderConfig =
  { kind: "periodic"; exporter: ExporterConfig; intervalMs: number; timeoutMs: number } | PullConfig;

/** A page that Prometheus reads. */
export interface PullConfig extends PrometheusForm {
  kind: "pull";
  host: string;
  port: number;
}

/** How metrics are written for Prometheus. */
export interface PrometheusForm {
  /** Each series has the name and the version of what measures it. */
  scopeInfo: boolean;
  /** `_total` behind the names of counters. */
  typeSuffix: boolean;
  /** Units behind the names. */
  units: boolean;
  /** Which attributes of the resource each series has. Default: none. */
  resourceLabels?: PatternsConfig;
}

export interface PatternsConfig {
  /** `*` stands for any text; empty: all. */
  included: readonly string[];
  excluded: readonly string[];
}

export type ExporterConfig =
  /** OTLP in JSON, one line for each export, on standard output. */
  { to: "console" } | OtlpConfig;

export interface OtlpConfig {
  to: "otlp";
  protocol: "http/protobuf" | "grpc";
  /** `http:` or `https:` URL. Over HTTP one without a path means the signal's own, `/v1/traces`. */
  endpoint: string;
  /** Values are secrets. */
  headers: HeaderList;
  tls: { ca?: PemSource; cert?: PemSource; key?: PemSource };
  gzip: boolean;
  /** Of one export, all its attempts. */
  timeoutMs: number;
  /** Of metrics. */
  temporality: "cumulative" | "delta" | "lowmemory";
  /** Of metrics. */
  histograms: "explicit_bucket_histogram" | "base2_exponential_bucket_histogram";
}

export type SamplerConfig =
  | { sampler: "always_on" }
  | { sampler: "always_off" }
  | { sampler: "trace_id_ratio_based"; ratio: number }
  | { sampler: "parent_based"; root?: SamplerConfig; of: Readonly<Partial<Record<ParentKind, SamplerConfig>>> };

export type ParentKind =
  "remote_parent_sampled" | "remote_parent_not_sampled" | "local_parent_sampled" | "local_parent_not_sampled";

/** Unset: the SDK's own. */
export interface SpanLimitsConfig {
  attributeCount?: number;
  attributeValueLength?: number;
  eventCount?: number;
  linkCount?: number;
  eventAttributeCount?: number;
  linkAttributeCount?: number;
}

export type AttributeValue = string | number | boolean | string[] | number[] | boolean[];

export interface ResourceConfig {
  /** Over those that were detected and those that the supervisor sets; `null` takes one away. */
  attributes: ReadonlyArray<readonly [name: string, value: AttributeValue | null]>;
  schemaUrl?: string;
  detectors: readonly DetectorName[];
  /** Which of the detected attributes are taken. Unset: all. */
  detected?: PatternsConfig;
}

export type DetectorName = (typeof detectorNames)[number];

export const detectorNames = ["container", "env", "host", "process", "service"] as const;
