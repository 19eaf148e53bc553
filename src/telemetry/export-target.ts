import type { ProcessorConfig, ReaderConfig } from "../config/telemetry-types.ts";
import type { Route } from "../runtime/network-ports.ts";

export type Signal = "metrics" | "traces" | "logs";

/** Where one export goes, or why it cannot. */
export type ExportWay = { usable: true; url: string; route: Route } | { usable: false; code: string; reason: string };

/** Who gets what is exported over OTLP. */
export interface ExportTarget {
  to: "otlp";
  protocol: "http/protobuf" | "grpc";
  /** For the log: the host, no secret. */
  shown: string;
  gzip: boolean;
  /** Of one export, all its attempts. */
  timeoutMs: number;
  temporality: "cumulative" | "delta" | "lowmemory";
  histograms: "explicit_bucket_histogram" | "base2_exponential_bucket_histogram";
  /** Asked for each attempt. */
  way(): ExportWay | Promise<ExportWay>;
}

export type ExporterTarget = { to: "console" } | ExportTarget;

type WithTarget<Config> = Config extends { exporter: unknown }
  ? Omit<Config, "exporter"> & { exporter: ExporterTarget }
  : Config;

/** A processor of log records or spans, whose exporter knows its way. */
export type ProcessorTarget = WithTarget<ProcessorConfig>;

/** A reader of metrics, whose exporter knows its way. */
export type ReaderTarget = WithTarget<ReaderConfig>;
