import { credentialNode } from "./credentials.ts";
import type { ConnectionTarget, OwnTelemetry, TelemetrySignal } from "./layers.ts";
import { pathText, whereText } from "./refusal.ts";
import { at, data, from, list, mapping, nearest, plain } from "./tree.ts";
import type { ConfigNode, ListNode, MappingNode, Source } from "./tree.ts";

/** Where each signal's exporters stand under `service::telemetry`. */
export const exporterLists = {
  metrics: ["service", "telemetry", "metrics", "readers"],
  logs: ["service", "telemetry", "logs", "processors"],
  traces: ["service", "telemetry", "traces", "processors"],
} as const satisfies Record<TelemetrySignal, readonly string[]>;

/** Destinations of own telemetry come from the server, like a remote file. */
const offer: Source = {
  kind: "remote",
  name: "own telemetry offered by the server",
  offered: true,
  place: () => undefined,
};

/** How often own metrics are sent, milliseconds: what OpAMP recommends (§ Own Telemetry Reporting). */
const metricsIntervalMs = 10_000;

/**
 * The Collector's own log as JSON on its standard output, and what the server wants of its own telemetry (OTLP over
 * HTTP). Headers are a list of names and values, which every Collector with `readers` takes (otelconf v0.3.0), and so are
 * the names of the files for TLS.
 *
 * @param credentials directory of those files
 */
export function ownTelemetryLayer({ metrics, logs, traces }: OwnTelemetry, credentials: string): MappingNode {
  const telemetry: [string, ConfigNode][] = [
    [
      "logs",
      mapping([
        ["encoding", plain("json")],
        ["output_paths", list(plain("stdout"))],
        ["error_output_paths", list(plain("stderr"))],
        ...(logs === undefined ? [] : [["processors", from(offer, list(batch(logs, credentials)))] as const]),
      ]),
    ],
  ];
  if (metrics !== undefined) telemetry.push(["metrics", mapping([["readers", readers(metrics, credentials)]])]);
  if (traces !== undefined)
    telemetry.push(["traces", mapping([["processors", from(offer, list(batch(traces, credentials)))]])]);
  return mapping([["service", mapping([["telemetry", mapping(telemetry)]])]]);
}

/**
 * A list of readers replaces the Collector's default one, so that one is stated too, with its default settings
 * (otelconftelemetry, createDefaultConfig): the page on port 8888 stays as it is.
 */
function readers(target: ConnectionTarget, credentials: string): ListNode {
  const periodic = mapping([["interval", plain(metricsIntervalMs)], exporter(target, credentials)]);
  return { ...list(defaultReader(), from(offer, mapping([["periodic", periodic]]))), source: offer };
}

/** The Collector's own where no reader is given. */
export function defaultReader(): MappingNode {
  const prometheus = mapping([
    ["host", plain("localhost")],
    ["port", plain(8888)],
    ["without_scope_info", plain(true)],
    ["without_units", plain(true)],
    ["without_type_suffix", plain(true)],
  ]);
  return mapping([["pull", mapping([["exporter", mapping([["prometheus", prometheus]])]])]]);
}

function batch(target: ConnectionTarget, credentials: string): MappingNode {
  return mapping([["batch", mapping([exporter(target, credentials)])]]);
}

function exporter(
  { endpoint, headers, tls, certificate }: ConnectionTarget,
  credentials: string,
): [string, MappingNode] {
  const otlp: [string, ConfigNode][] = [
    ["protocol", plain("http/protobuf")],
    ["endpoint", data(endpoint)],
  ];
  if (tls?.ca !== undefined) otlp.push(["certificate", credentialNode(credentials, tls.ca)]);
  if (certificate !== undefined) {
    otlp.push(["client_certificate", credentialNode(credentials, certificate.cert)]);
    otlp.push(["client_key", credentialNode(credentials, certificate.key)]);
  }
  if (headers.length > 0) otlp.push(["headers", list(...headers.map(header))]);
  return ["exporter", mapping([["otlp", mapping(otlp)]])];
}

function header([name, value]: readonly [name: string, value: string]): MappingNode {
  return mapping([
    ["name", data(name)],
    ["value", data(value)],
  ]);
}

/** A warning for each signal whose destination stood in `before` as offered and stands no more in `after`. */
export function replacedTargets(before: MappingNode, after: MappingNode): string[] {
  return Object.entries(exporterLists).flatMap(([signal, path]) => {
    const old = at(before, path);
    if (old?.source !== offer || at(after, path) === old) return [];
    return [
      `${whereText(nearest(after, path))}: ${pathText(path)} given here replaces the offered destination of own ${signal}`,
    ];
  });
}

/** A warning for each signal that has an offered destination and is switched off by its level. */
export function silencedTargets(tree: MappingNode): string[] {
  return (["metrics", "traces"] as const).flatMap((signal) => {
    const path = ["service", "telemetry", signal, "level"];
    const level = at(tree, path);
    const isOff = level?.kind === "scalar" && level.text.toLowerCase() === "none";
    if (!isOff || at(tree, exporterLists[signal])?.source !== offer) return [];
    return [
      `${whereText(level)}: ${pathText(path)} is none, so that own ${signal} do not go to the offered destination`,
    ];
  });
}
