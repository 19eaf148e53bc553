import { stringify } from "yaml";

/** Keeps the Collector off port 8888, which only one can have. */
export const quiet = { service: { telemetry: { metrics: { level: "none" } } } };

export interface ServingOptions {
  /** Makes configurations that differ and do the same. Default 1. */
  variant?: number;
  /** Further processors of the pipeline. Default none. */
  processors?: Readonly<Record<string, unknown>>;
}

/** A configuration with an OTLP receiver (HTTP) on `port`, whose logs go nowhere. */
export function servingOn(port: number, { variant = 1, processors = {} }: ServingOptions = {}): string {
  return stringify({
    receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${port}` } } } },
    processors: { batch: { timeout: `${variant}ms` }, ...processors },
    exporters: { nop: null },
    service: {
      ...quiet.service,
      pipelines: {
        logs: { receivers: ["otlp"], processors: ["batch", ...Object.keys(processors)], exporters: ["nop"] },
      },
    },
  });
}

/** About 8 MiB: a resource processor with 5 000 actions. */
export function largeTree(port: number): string {
  const actions = Array.from({ length: 5_000 }, (_, index) => ({
    key: `bench.attribute.${index}`,
    value: `${index}-`.padEnd(1_550, "v"),
    action: "upsert",
  }));
  return servingOn(port, { processors: { resource: { attributes: actions } } });
}

/** About 8 MiB: a resource processor with one action, whose value is long. */
export function largeValue(port: number): string {
  const attributes = [{ key: "bench.attribute", value: "v".repeat(8 * 1024 * 1024), action: "upsert" }];
  return servingOn(port, { processors: { resource: { attributes } } });
}
