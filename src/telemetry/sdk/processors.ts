import { BatchLogRecordProcessor, type LogRecordProcessor, SimpleLogRecordProcessor } from "@opentelemetry/sdk-logs";
import { BatchSpanProcessor, SimpleSpanProcessor, type SpanProcessor } from "@opentelemetry/sdk-trace";

import type { ExporterTarget, ProcessorTarget } from "../export-target.ts";
import type { Log } from "../log.ts";
import { logConsole, spanConsole, type WriteLine } from "./console-exporter.ts";
import type { DeliveryPorts } from "./deliver.ts";
import { type Exporter, logExporter, type OtlpExporterOptions, spanExporter } from "./otlp-exporter.ts";
import { Troubles } from "./troubles.ts";

export interface ExportPorts extends DeliveryPorts {
  log: Log;
  /** Of the exporter `console`. */
  writeLine: WriteLine;
  /** Aborted: no export is waited for any more. */
  stop: AbortSignal;
}

export function spanProcessorOf(target: ProcessorTarget, ports: ExportPorts): SpanProcessor {
  const exporter = exporterOf(target.exporter, ports, { otlp: spanExporter, console: spanConsole });
  return target.kind === "simple"
    ? new SimpleSpanProcessor({ exporter })
    : new BatchSpanProcessor({ exporter, ...batchOptions(target) });
}

export function logProcessorOf(target: ProcessorTarget, ports: ExportPorts): LogRecordProcessor {
  const exporter = exporterOf(target.exporter, ports, { otlp: logExporter, console: logConsole });
  return target.kind === "simple"
    ? new SimpleLogRecordProcessor({ exporter })
    : new BatchLogRecordProcessor({ exporter, ...batchOptions(target) });
}

export interface ExporterKinds<Items> {
  otlp(options: OtlpExporterOptions): Exporter<Items>;
  console(write: WriteLine): Exporter<Items>;
}

export function exporterOf<Items>(
  target: ExporterTarget,
  { log, writeLine, ...ports }: ExportPorts,
  kinds: ExporterKinds<Items>,
): Exporter<Items> {
  if (target.to === "console") return kinds.console(writeLine);
  return kinds.otlp({ ...ports, target, troubles: new Troubles(ports.clock, log) });
}

function batchOptions(batch: Extract<ProcessorTarget, { kind: "batch" }>) {
  return {
    scheduledDelayMillis: batch.scheduleDelayMs,
    exportTimeoutMillis: batch.exportTimeoutMs,
    maxQueueSize: batch.maxQueueSize,
    maxExportBatchSize: batch.maxExportBatchSize,
  };
}
