import { describe, expect, test } from "bun:test";

import protobuf from "protobufjs/minimal.js";

import { readFlowCounts } from "../../../src/collector/flow-counts.ts";

/** A field of bytes. */
function field(number: number, ...contents: (Uint8Array | string)[]): Uint8Array {
  const writer = protobuf.Writer.create();
  for (const content of contents) {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    writer.uint32((number << 3) | 2).bytes(bytes);
  }
  return writer.finish();
}

function joined(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** A data point with text attributes; whole numbers as the Collector sends them. */
function point(value: number, attributes: Readonly<Record<string, string>> = {}): Uint8Array {
  const named = Object.entries(attributes).map(([key, text]) => joined(field(1, key), field(2, field(1, text))));
  const writer = protobuf.Writer.create();
  if (Number.isInteger(value)) writer.uint32((6 << 3) | 1).sfixed64(value);
  else writer.uint32((4 << 3) | 1).double(value);
  return joined(
    writer
      .uint32((3 << 3) | 1)
      .fixed64(7)
      .finish(),
    ...named.map((each) => field(7, each)),
  );
}

function request(metrics: Readonly<Record<string, { sum?: Uint8Array[]; gauge?: Uint8Array[] }>>): Uint8Array {
  const encoded = Object.entries(metrics).map(([name, { sum = [], gauge = [] }]) =>
    joined(
      field(1, name),
      field(2, "description"),
      ...(sum.length > 0 ? [field(7, joined(...sum.map((each) => field(1, each))))] : []),
      ...(gauge.length > 0 ? [field(5, joined(...gauge.map((each) => field(1, each))))] : []),
    ),
  );
  const scope = joined(field(1, field(1, "a scope")), ...encoded.map((each) => field(2, each)));
  return field(1, joined(field(1, field(1, "resource")), field(2, scope)));
}

describe("what a Collector measures of itself", () => {
  test("is summed up for each component and kind of data", () => {
    const otlp = { receiver: "otlp", transport: "grpc" };
    const counts = readFlowCounts(
      request({
        otelcol_receiver_accepted_spans: { sum: [point(3, otlp), point(4, { ...otlp, transport: "http" })] },
        otelcol_receiver_refused_spans: { sum: [point(1, otlp)] },
        otelcol_receiver_failed_spans: { sum: [point(2, otlp)] },
        otelcol_receiver_accepted_log_records: { sum: [point(9, { receiver: "file_log" })] },
        otelcol_exporter_sent_metric_points: { sum: [point(5, { exporter: "otlp_http/a" })] },
        otelcol_exporter_send_failed_metric_points: { sum: [point(6, { exporter: "otlp_http/a" })] },
        otelcol_exporter_enqueue_failed_metric_points: { sum: [point(7, { exporter: "otlp_http/a" })] },
        otelcol_exporter_queue_size: { gauge: [point(250, { exporter: "otlp_http/a" })] },
        otelcol_exporter_queue_capacity: { gauge: [point(1000, { exporter: "otlp_http/a" })] },
        otelcol_process_cpu_seconds: { sum: [point(1.5)] },
        otelcol_process_memory_rss: { gauge: [point(38_408_192)] },
        otelcol_processor_batch_timeout_trigger_send: { sum: [point(1, { processor: "batch" })] },
      }),
    );
    expect(counts).toEqual({
      counts: [
        { role: "receiver", id: "otlp", unit: "spans", passed: 7, failed: 3 },
        { role: "receiver", id: "file_log", unit: "log_records", passed: 9, failed: 0 },
        { role: "exporter", id: "otlp_http/a", unit: "metric_points", passed: 5, failed: 13 },
      ],
      queues: { "otlp_http/a": 0.25 },
      cpuSeconds: 1.5,
      memoryBytes: 38_408_192,
    });
  });

  test("may be nothing", () => {
    const empty = { counts: [], queues: {}, cpuSeconds: undefined, memoryBytes: undefined };
    expect(readFlowCounts(new Uint8Array())).toEqual(empty);
    expect(readFlowCounts(request({ otelcol_receiver_accepted_spans: { sum: [point(3)] } }))).toEqual(empty);
  });

  test("that is cut off, or no message, is refused", () => {
    const whole = request({ otelcol_process_memory_rss: { gauge: [point(1)] } });
    expect(() => readFlowCounts(whole.subarray(0, whole.length - 3))).toThrow();
    expect(() => readFlowCounts(new TextEncoder().encode("not a message at all"))).toThrow();
  });
});
