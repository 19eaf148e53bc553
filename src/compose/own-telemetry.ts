import type { OwnTelemetry, TelemetrySignal, TelemetryTarget } from "./layers.ts";
import { data, list, mapping, plain } from "./tree.ts";
import type { ConfigNode, ListNode, MappingNode } from "./tree.ts";

/** Where each signal's exporters stand under `service::telemetry`. */
export const exporterLists = {
  metrics: ["service", "telemetry", "metrics", "readers"],
  logs: ["service", "telemetry", "logs", "processors"],
  traces: ["service", "telemetry", "traces", "processors"],
} as const satisfies Record<TelemetrySignal, readonly string[]>;

/**
 * The Collector's own log as JSON on its standard output, and what the server wants of its own telemetry (OTLP over
 * HTTP). Headers are a list of names and values, which every Collector with `readers` takes (otelconf v0.3.0).
 */
export function ownTelemetryLayer({ metrics, logs, traces }: OwnTelemetry): MappingNode {
  const telemetry: [string, ConfigNode][] = [
    [
      "logs",
      mapping([
        ["encoding", plain("json")],
        ["output_paths", list(plain("stdout"))],
        ["error_output_paths", list(plain("stderr"))],
        ...(logs === undefined ? [] : [["processors", list(batch(logs))] as const]),
      ]),
    ],
  ];
  if (metrics !== undefined) telemetry.push(["metrics", mapping([["readers", readers(metrics)]])]);
  if (traces !== undefined) telemetry.push(["traces", mapping([["processors", list(batch(traces))]])]);
  return mapping([["service", mapping([["telemetry", mapping(telemetry)]])]]);
}

/**
 * A list of readers replaces the Collector's default one, so that one is stated too, with its default settings
 * (otelconftelemetry, createDefaultConfig): the page on port 8888 stays as it is.
 */
function readers(target: TelemetryTarget): ListNode {
  const prometheus = mapping([
    ["host", plain("localhost")],
    ["port", plain(8888)],
    ["without_scope_info", plain(true)],
    ["without_units", plain(true)],
    ["without_type_suffix", plain(true)],
  ]);
  return list(
    mapping([["pull", mapping([["exporter", mapping([["prometheus", prometheus]])]])]]),
    mapping([["periodic", exporter(target)]]),
  );
}

function batch(target: TelemetryTarget): MappingNode {
  return mapping([["batch", exporter(target)]]);
}

function exporter({ endpoint, headers }: TelemetryTarget): MappingNode {
  const otlp: [string, ConfigNode][] = [
    ["protocol", plain("http/protobuf")],
    ["endpoint", data(endpoint)],
  ];
  if (headers.length > 0) otlp.push(["headers", list(...headers.map(header))]);
  return mapping([["exporter", mapping([["otlp", mapping(otlp)]])]]);
}

function header([name, value]: readonly [name: string, value: string]): MappingNode {
  return mapping([
    ["name", data(name)],
    ["value", data(value)],
  ]);
}
