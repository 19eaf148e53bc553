import { stringify } from "yaml";

/** Keeps the Collector off port 8888, which only one can have. */
export const quiet = { service: { telemetry: { metrics: { level: "none" } } } };

export interface ServingOptions {
  /** Makes configurations that differ and do the same. Default 1. */
  variant?: number;
  /** Further processors of the pipeline. Default none. */
  processors?: Readonly<Record<string, unknown>>;
  /** Processors that are in no pipeline. Default none. */
  unused?: Readonly<Record<string, unknown>>;
}

/** A configuration with an OTLP receiver (HTTP) on `port`, whose logs go nowhere. */
export function servingOn(port: number, { variant = 1, processors = {}, unused = {} }: ServingOptions = {}): string {
  return stringify({
    receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${port}` } } } },
    processors: { batch: { timeout: `${variant}ms` }, ...processors, ...unused },
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

/** About 3 MiB: 20 000 processors, which are in no pipeline. The Collector itself takes many seconds to read them. */
export function manyComponents(port: number): string {
  const component = (index: number) => ({
    attributes: [{ key: `bench.attribute.${index}`, value: `${index}-`.padEnd(60, "v"), action: "upsert" }],
  });
  const processors = Array.from({ length: 20_000 }, (_, index) => [`resource/${index}`, component(index)] as const);
  return servingOn(port, { unused: Object.fromEntries(processors) });
}

/** About 8 MiB: a resource processor with one action, whose value is long. */
export function largeValue(port: number): string {
  const attributes = [{ key: "bench.attribute", value: "v".repeat(8 * 1024 * 1024), action: "upsert" }];
  return servingOn(port, { processors: { resource: { attributes } } });
}
