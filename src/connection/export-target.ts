import type { ConnectionTarget } from "../compose/layers.ts";
import type { ExporterConfig, OtlpConfig } from "../config/telemetry-types.ts";
import { destinationOf } from "../runtime/destination.ts";
import type { TlsOptions } from "../runtime/network-ports.ts";
import type { Clock, Files } from "../runtime/ports.ts";
import type { ExporterTarget, ExportTarget, ExportWay, Signal } from "../telemetry/export-target.ts";
import type { Log } from "../telemetry/log.ts";
import { chooseProxy } from "./choose-proxy.ts";
import { TlsMaterial } from "./tls-material.ts";

export interface ExportTargetOptions {
  signal: Signal;
  files: Pick<Files, "read">;
  clock: Pick<Clock, "now">;
  /** Where proxies may be named. */
  env: Readonly<Record<string, string>>;
  log: Log;
}

/**
 * Where an exporter of the operator's sends to. Files are read anew for each export, and the last good ones stay in use while one
 * is missing or does not fit; the proxy is chosen as for the OpAMP server, by the environment.
 */
export function configuredTarget(config: ExporterConfig, options: ExportTargetOptions): ExporterTarget {
  if (config.to === "console") return config;
  const { protocol, headers, gzip, timeoutMs, temporality, histograms } = config;
  const url = protocol === "grpc" ? config.endpoint : withPath(config.endpoint, options.signal);
  const material = new TlsMaterial({ ...options, tls: tlsOf(config), section: `telemetry::${options.signal}` });
  let isOpen = false;
  const way = async (): Promise<ExportWay> => {
    if (isOpen) await material.refresh();
    else {
      const faults = await material.open();
      const reason = faults.map(({ key, message }) => `${nameOf(key)}: ${message}`).join("; ");
      if (faults.length > 0) return { usable: false, code: "TLS_FILE", reason };
      isOpen = true;
    }
    return wayTo(url, headers, material.options, options.env);
  };
  return { to: "otlp", protocol, shown: shownOf(url), gzip, timeoutMs, temporality, histograms, way };
}

/** Where the server wants a signal, over HTTP. The endpoint is the whole URL (OpAMP, TelemetryConnectionSettings). */
export function offeredTarget(
  { endpoint, headers, tls, certificate }: ConnectionTarget,
  env: ExportTargetOptions["env"],
): ExportTarget {
  const url = endpoint;
  const options: TlsOptions = { ...tls, ...certificate };
  return {
    to: "otlp",
    protocol: "http/protobuf",
    shown: shownOf(url),
    gzip: false,
    timeoutMs: 10_000,
    temporality: "cumulative",
    histograms: "explicit_bucket_histogram",
    way: () => wayTo(url, headers, options, env),
  };
}

function wayTo(
  url: string,
  headers: ConnectionTarget["headers"],
  tls: TlsOptions,
  env: ExportTargetOptions["env"],
): ExportWay {
  const choice = chooseProxy({ endpoint: url, configured: undefined, env });
  if (choice.use === "refused") return { usable: false, code: "PROXY", reason: choice.reason };
  const proxy = choice.use === "proxy" ? { url: choice.url, headers: [] } : undefined;
  return { usable: true, url, route: { headers, tls, ...(proxy && { proxy }) } };
}

/** What is missing of the path is that of the signal (OTLP specification, otelconf v0.3.0). */
function withPath(endpoint: string, signal: Signal): string {
  return /^https?:\/\/[^/]+\/?$/i.test(endpoint) ? `${endpoint.replace(/\/$/, "")}/v1/${signal}` : endpoint;
}

function shownOf(url: string): string {
  const { host, port } = destinationOf(url);
  return `${host}:${port}`;
}

function tlsOf({ tls }: OtlpConfig) {
  return { ...tls, insecureSkipVerify: false, includeSystemRoots: false, cipherSuites: [], curves: [] };
}

/** The keys of otelconf are other ones than those of the Collector's `configtls`. */
function nameOf(key: string): string {
  const names: Readonly<Record<string, string>> = {
    ca_file: "certificate",
    cert_file: "client_certificate",
    key_file: "client_key",
  };
  return names[key] ?? key;
}
