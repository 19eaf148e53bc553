import type { OwnTelemetry } from "../../compose/layers.ts";
import type { SupervisorConfig } from "../../config/types.ts";
import { configuredTarget, type ExportTargetOptions, offeredTarget } from "../../connection/export-target.ts";
import type { ProcessorTarget, ReaderTarget, Signal } from "../../telemetry/export-target.ts";
import type { Targets } from "../../telemetry/sdk/sdk-telemetry.ts";

export type TargetPorts = Omit<ExportTargetOptions, "signal">;

/** Where the operator wants the supervisor's own telemetry. What a level of `none` turns off goes nowhere. */
export function configuredTargets(
  { signals, metricsOff, tracesOff }: SupervisorConfig["telemetry"],
  ports: TargetPorts,
) {
  const of = (signal: Signal) => ({ ...ports, signal });
  const targets: Targets = {
    metrics: (metricsOff ? [] : (signals?.metrics ?? [])).map((reader): ReaderTarget => {
      if (reader.kind === "pull") return reader;
      return { ...reader, exporter: configuredTarget(reader.exporter, of("metrics")) };
    }),
    traces: (tracesOff ? [] : (signals?.traces.processors ?? [])).map((processor) => {
      return { ...processor, exporter: configuredTarget(processor.exporter, of("traces")) };
    }),
    logs: (signals?.logs ?? []).map((processor) => {
      return { ...processor, exporter: configuredTarget(processor.exporter, of("logs")) };
    }),
  };
  return targets;
}

/** How often offered metrics are sent, milliseconds: what OpAMP recommends (§ Own Telemetry Reporting). */
const metricsIntervalMs = 10_000;

/** Where the server wants it. */
export function offeredTargets(
  { metrics, traces, logs }: OwnTelemetry,
  { metricsOff, tracesOff }: SupervisorConfig["telemetry"],
  env: TargetPorts["env"],
): Targets {
  const batch = (target: NonNullable<typeof traces>, scheduleDelayMs: number): ProcessorTarget => ({
    kind: "batch",
    exporter: offeredTarget(target, env),
    scheduleDelayMs,
    exportTimeoutMs: 30_000,
    maxQueueSize: 2048,
    maxExportBatchSize: 512,
  });
  const reader = (target: NonNullable<typeof metrics>): ReaderTarget => ({
    kind: "periodic",
    exporter: offeredTarget(target, env),
    intervalMs: metricsIntervalMs,
    timeoutMs: metricsIntervalMs,
  });
  return {
    metrics: metrics && !metricsOff ? [reader(metrics)] : [],
    traces: traces && !tracesOff ? [batch(traces, 5_000)] : [],
    logs: logs ? [batch(logs, 1_000)] : [],
  };
}
