import protobuf from "protobufjs/minimal.js";

/** Kinds of data, by the name that the Collector counts them under. */
export const flowUnits = ["spans", "metric_points", "log_records", "samples"] as const;
export type FlowUnit = (typeof flowUnits)[number];

/** What one component has counted since it was started. */
export interface FlowCount {
  role: "receiver" | "exporter";
  /** Of the component, such as `otlp_http/a`. */
  id: string;
  unit: FlowUnit;
  /** Items that were taken, or sent on. */
  passed: number;
  /** Items that were not. */
  failed: number;
}

/** What a Collector measures of itself at one time. */
export interface FlowCounts {
  counts: readonly FlowCount[];
  /** Of the queues of exporters, from 0 to 1. */
  queues: Readonly<Record<string, number>>;
  /** Processor time since its start, seconds; `undefined` where it does not tell. */
  cpuSeconds: number | undefined;
  /** Resident memory, bytes. */
  memoryBytes: number | undefined;
}

/** A number with the attributes that say whose it is. */
interface Point {
  name: string;
  attributes: Readonly<Record<string, string>>;
  value: number;
}

/** The counters of the Collector (v0.149.0) by their names without the unit at the end. */
const counters = {
  otelcol_receiver_accepted: ["receiver", "passed"],
  otelcol_receiver_refused: ["receiver", "failed"],
  otelcol_receiver_failed: ["receiver", "failed"],
  otelcol_exporter_sent: ["exporter", "passed"],
  otelcol_exporter_send_failed: ["exporter", "failed"],
  otelcol_exporter_enqueue_failed: ["exporter", "failed"],
} as const;

/**
 * What matters here of an `ExportMetricsServiceRequest` (opentelemetry-proto 1.x). Throws where it is no message at all; what is not
 * known is passed over.
 */
export function readFlowCounts(body: Uint8Array): FlowCounts {
  const points = pointsIn(body);
  const counts = new Map<string, FlowCount>();
  const queues: Record<string, number> = {};
  for (const { name, attributes, value } of points) {
    const unit = flowUnits.find((each) => name.endsWith(`_${each}`));
    const counter = unit && counters[name.slice(0, -unit.length - 1) as keyof typeof counters];
    if (unit === undefined || counter === undefined) continue;
    const [role, what] = counter;
    const id = attributes[role];
    if (id === undefined) continue;
    const key = `${role} ${id} ${unit}`;
    const count = counts.get(key) ?? { role, id, unit, passed: 0, failed: 0 };
    counts.set(key, { ...count, [what]: count[what] + value });
  }
  const sizes = byExporter(points, "otelcol_exporter_queue_size");
  for (const [id, capacity] of byExporter(points, "otelcol_exporter_queue_capacity")) {
    if (capacity > 0) queues[id] = Math.min(1, (sizes.get(id) ?? 0) / capacity);
  }
  const single = (name: string) => points.find((point) => point.name === name)?.value;
  return {
    counts: [...counts.values()],
    queues,
    cpuSeconds: single("otelcol_process_cpu_seconds"),
    memoryBytes: single("otelcol_process_memory_rss"),
  };
}

/** The largest of each, as an exporter may have a queue for each kind of data. */
function byExporter(points: readonly Point[], name: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const point of points) {
    const { exporter } = point.attributes;
    if (point.name === name && exporter !== undefined) {
      found.set(exporter, Math.max(found.get(exporter) ?? 0, point.value));
    }
  }
  return found;
}

/** Numbers of fields on the way to a point. */
const path = { resourceMetrics: 1, scopeMetrics: 2, metrics: 2 } as const;
const metric = { name: 1, gauge: 5, sum: 7 } as const;
const dataPoints = 1;
const point = { double: 4, integer: 6, attributes: 7 } as const;
const keyValue = { key: 1, value: 2 } as const;
const anyValue = { text: 1 } as const;

function pointsIn(body: Uint8Array): Point[] {
  return within(body, path.resourceMetrics)
    .flatMap((resource) => within(resource, path.scopeMetrics))
    .flatMap((scope) => within(scope, path.metrics))
    .flatMap(pointsOf);
}

function pointsOf(bytes: Uint8Array): Point[] {
  const name = new TextDecoder().decode(within(bytes, metric.name)[0]);
  const series = [...within(bytes, metric.sum), ...within(bytes, metric.gauge)];
  return series.flatMap((each) => within(each, dataPoints)).map((each) => ({ name, ...readPoint(each) }));
}

function readPoint(bytes: Uint8Array): Omit<Point, "name"> {
  const attributes: Record<string, string> = {};
  let value = 0;
  const reader = protobuf.Reader.create(bytes);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag === ((point.double << 3) | 1)) value = reader.double();
    else if (tag === ((point.integer << 3) | 1)) value = Number(reader.sfixed64());
    else if (tag === ((point.attributes << 3) | 2)) Object.assign(attributes, readAttribute(reader.bytes()));
    else reader.skipType(tag & 7);
  }
  return { attributes, value };
}

function readAttribute(bytes: Uint8Array): Record<string, string> {
  const decoder = new TextDecoder();
  const [key] = within(bytes, keyValue.key);
  const [text] = within(bytes, keyValue.value).flatMap((value) => within(value, anyValue.text));
  return { [decoder.decode(key)]: decoder.decode(text) };
}

/** The contents of each field with this number that has some. */
function within(bytes: Uint8Array, field: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  const reader = protobuf.Reader.create(bytes);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag === ((field << 3) | 2)) found.push(reader.bytes());
    else reader.skipType(tag & 7);
  }
  return found;
}
