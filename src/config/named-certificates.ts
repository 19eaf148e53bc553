import type { ExporterConfig } from "./telemetry-types.ts";
import type { PemSource, SupervisorConfig } from "./types.ts";

/** A certificate of this machine that the configuration names. */
export interface NamedCertificate {
  /** The section that names it, such as `healthcheck::tls`. */
  section: string;
  source: PemSource;
}

/**
 * The certificates that the supervisor shows to others beside its OpAMP server: of its health endpoint, and to those who take its
 * own telemetry. Each once in its section.
 */
export function namedCertificates({
  healthcheck,
  telemetry: { signals },
}: Pick<SupervisorConfig, "healthcheck" | "telemetry">): NamedCertificate[] {
  const exporters = {
    logs: signals?.logs.map(({ exporter }) => exporter),
    metrics: signals?.metrics.flatMap((reader) => (reader.kind === "periodic" ? [reader.exporter] : [])),
    traces: signals?.traces.processors.map(({ exporter }) => exporter),
  };
  const shown = healthcheck?.tls?.cert;
  return [
    ...(shown ? [{ section: "healthcheck::tls", source: shown }] : []),
    ...Object.entries(exporters).flatMap(([signal, all]) =>
      sourcesOf(all ?? []).map((source) => ({ section: `telemetry::${signal}`, source })),
    ),
  ];
}

function sourcesOf(exporters: readonly ExporterConfig[]): PemSource[] {
  const sources = exporters.flatMap((exporter) => (exporter.to === "otlp" ? (exporter.tls.cert ?? []) : []));
  return [...new Map(sources.map((source) => [JSON.stringify(source), source])).values()];
}
