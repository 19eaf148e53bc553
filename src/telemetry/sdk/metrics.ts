import {
  type BatchObservableResult,
  type Counter,
  type Histogram,
  type Observable,
  ValueType,
} from "@opentelemetry/api";
import type { Resource } from "@opentelemetry/resources";
import {
  type AggregationOption,
  AggregationTemporality,
  AggregationType,
  type IMetricReader,
  InstrumentType,
  MeterProvider,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
} from "@opentelemetry/sdk-metrics";

import type { ExportTarget, ReaderTarget } from "../export-target.ts";
import { instruments, type Reading } from "../instruments.ts";
import type { Observation } from "../observation.ts";
import { metricConsole } from "./console-exporter.ts";
import { metricExporter } from "./otlp-exporter.ts";
import { exporterOf, type ExportPorts } from "./processors.ts";

/** Bounds of the buckets of durations, seconds: a reload takes some 20 ms, a slow start a minute. */
const secondsBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** Series of one instrument; what comes beyond is one series. */
const mostSeries = 200;

export interface MetricsOptions {
  resource: Resource;
  readers: readonly ReaderTarget[];
  /** Readers that are made elsewhere. Default: none. */
  others?: readonly IMetricReader[];
  ports: ExportPorts;
  scope: { name: string; version: string };
  /** What is read when it is exported. Must not reject. */
  read(): Promise<readonly Reading[]>;
}

/** All instruments, and what reads them. */
export class Metrics {
  readonly #provider: MeterProvider;
  readonly #counters = new Map<string, Counter>();
  readonly #histograms = new Map<string, Histogram>();

  constructor({ resource, readers, others = [], ports, scope, read }: MetricsOptions) {
    this.#provider = new MeterProvider({
      resource,
      readers: [...readers.flatMap((reader) => readerOf(reader, ports)), ...others],
      views: [{ instrumentName: "*", aggregationCardinalityLimit: mostSeries }],
    });
    const meter = this.#provider.getMeter(scope.name, scope.version);
    const observed = new Map<string, Observable>();
    for (const { name, kind, unit, description } of instruments) {
      const isWhole = kind !== "gauge" && unit !== "s";
      const options = { unit, description, valueType: isWhole ? ValueType.INT : ValueType.DOUBLE };
      if (kind === "counter") this.#counters.set(name, meter.createCounter(name, options));
      else if (kind === "histogram") {
        const advice = { explicitBucketBoundaries: secondsBounds };
        this.#histograms.set(name, meter.createHistogram(name, { ...options, advice }));
      } else if (kind === "gauge") observed.set(name, meter.createObservableGauge(name, options));
      else if (kind === "upDownCounter") observed.set(name, meter.createObservableUpDownCounter(name, options));
      else observed.set(name, meter.createObservableCounter(name, options));
    }
    const observe = async (result: BatchObservableResult) => {
      for (const { name, value, attributes } of await read()) {
        const instrument = observed.get(name);
        if (instrument) result.observe(instrument, value, { ...attributes });
      }
    };
    meter.addBatchObservableCallback(observe, [...observed.values()]);
  }

  record(observation: Extract<Observation, { count: string } | { measure: string }>): void {
    if ("count" in observation) this.#counters.get(observation.count)?.add(observation.by ?? 1, observation.attributes);
    else this.#histograms.get(observation.measure)?.record(observation.value, observation.attributes);
  }

  async close(): Promise<void> {
    await this.#provider.shutdown();
  }
}

function readerOf(reader: ReaderTarget, ports: ExportPorts): IMetricReader[] {
  if (reader.kind === "pull") return [];
  const { exporter: target } = reader;
  const base = exporterOf(target, ports, { otlp: metricExporter, console: metricConsole });
  const exporter: PushMetricExporter =
    target.to === "console"
      ? base
      : Object.assign(base, {
          selectAggregationTemporality: temporalityOf(target.temporality),
          selectAggregation: aggregationOf(target.histograms),
        });
  const { intervalMs: exportIntervalMillis, timeoutMs: exportTimeoutMillis } = reader;
  return [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis, exportTimeoutMillis })];
}

const deltaOf: Readonly<Record<ExportTarget["temporality"], readonly InstrumentType[]>> = {
  cumulative: [],
  delta: [InstrumentType.COUNTER, InstrumentType.HISTOGRAM, InstrumentType.OBSERVABLE_COUNTER],
  lowmemory: [InstrumentType.COUNTER, InstrumentType.HISTOGRAM],
};

/** The same kinds as in the Go SDK. */
function temporalityOf(preference: ExportTarget["temporality"]) {
  return (type: InstrumentType): AggregationTemporality =>
    deltaOf[preference].includes(type) ? AggregationTemporality.DELTA : AggregationTemporality.CUMULATIVE;
}

function aggregationOf(histograms: ExportTarget["histograms"]) {
  return (type: InstrumentType): AggregationOption => {
    const isExponential = type === InstrumentType.HISTOGRAM && histograms === "base2_exponential_bucket_histogram";
    return { type: isExponential ? AggregationType.EXPONENTIAL_HISTOGRAM : AggregationType.DEFAULT };
  };
}
