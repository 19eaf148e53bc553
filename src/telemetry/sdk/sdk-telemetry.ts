import { resourceFromAttributes } from "@opentelemetry/resources";

import type { AttributeValue, SamplerConfig, SpanLimitsConfig } from "../../config/telemetry-types.ts";
import type { HttpAnswer, RequestHead } from "../../runtime/listen-ports.ts";
import type { Network } from "../../runtime/network-ports.ts";
import { sleep } from "../../runtime/sleep.ts";
import type { ProcessorTarget, ReaderTarget } from "../export-target.ts";
import type { Reading } from "../instruments.ts";
import type { TappedEntry } from "../log-tap.ts";
import type { Observation } from "../observation.ts";
import { Logs } from "./logs.ts";
import { Metrics } from "./metrics.ts";
import type { ExportPorts } from "./processors.ts";
import { PrometheusPage } from "./prometheus-page.ts";
import { PrometheusReader } from "./prometheus-reader.ts";
import { quietSdk } from "./quiet.ts";
import { Traces } from "./traces.ts";

/** Where each signal goes. */
export interface Targets {
  metrics: readonly ReaderTarget[];
  traces: readonly ProcessorTarget[];
  logs: readonly ProcessorTarget[];
}

export interface SdkTelemetryOptions {
  attributes: Readonly<Record<string, AttributeValue>>;
  schemaUrl: string;
  /** Those of the operator, for the whole life of it. */
  configured: Targets;
  /** The operator reads metrics at the health endpoint. */
  servesMetrics: boolean;
  sampler?: SamplerConfig | undefined;
  limits: SpanLimitsConfig;
  ports: Omit<ExportPorts, "stop"> & { network: Pick<Network, "listen"> };
  /** Names this program in metrics and spans. */
  scope: { name: string; version: string };
  /** What is read when metrics are exported. Must not reject. */
  read(): Promise<readonly Reading[]>;
}

/** At its end what is still held has so long to get out, milliseconds. */
export const farewellMs = 2_000;

/**
 * The supervisor's own telemetry over the SDK of OpenTelemetry: spans and log records have one provider, whose processors
 * come and go; metrics have one for each that wants them, since readers cannot be exchanged.
 */
export class SdkTelemetry {
  readonly #options: SdkTelemetryOptions;
  readonly #stop = new AbortController();
  readonly #ports: ExportPorts;
  readonly #resource;
  readonly #traces: Traces;
  readonly #logs: Logs;
  /** Of the page at the health endpoint. */
  #served: PrometheusReader | undefined;
  readonly #metrics = new Map<"configured" | "offered", Metrics>();

  constructor(options: SdkTelemetryOptions) {
    this.#options = options;
    const { attributes, schemaUrl, configured, sampler, limits, scope } = options;
    this.#ports = { ...options.ports, stop: this.#stop.signal };
    quietSdk(options.ports.log);
    const resource = resourceFromAttributes({ ...attributes }, { schemaUrl });
    this.#resource = resource;
    this.#traces = new Traces({ resource, sampler, limits, ports: this.#ports, scope });
    this.#logs = new Logs({ resource, ports: this.#ports, version: scope.version });
    this.#traces.export("configured", configured.traces);
    this.#logs.export("configured", configured.logs);
    this.#measure("configured", configured.metrics);
  }

  /** What the server asks for from now on, in the place of what it asked for before, which gets what is still held. */
  offer(signal: "metrics", targets: Targets["metrics"]): void;
  offer(signal: "traces" | "logs", targets: Targets["traces"]): void;
  offer(signal: keyof Targets, targets: readonly ReaderTarget[] | readonly ProcessorTarget[]): void {
    if (signal === "metrics") this.#measure("offered", targets.filter(isReader));
    else (signal === "traces" ? this.#traces : this.#logs).export("offered", targets.filter(isProcessor));
  }

  record(observation: Observation): void {
    if ("count" in observation || "measure" in observation) {
      for (const metrics of this.#metrics.values()) metrics.record(observation);
    } else this.#traces.record(observation);
  }

  log(entry: TappedEntry): void {
    this.#logs.record(entry);
  }

  /** What the health endpoint answers; `undefined` where metrics are not served there. */
  async metricsPage(head: Pick<RequestHead, "headers">): Promise<HttpAnswer | undefined> {
    return await this.#served?.answer(head);
  }

  /** Everything held goes out, or is given up after `farewellMs`. */
  async close(): Promise<void> {
    const ends = [this.#traces, this.#logs, ...this.#metrics.values()].map((part) => part.close());
    const over = new AbortController();
    const late = sleep(this.#options.ports.clock, farewellMs, over.signal).catch(() => {});
    await Promise.race([Promise.allSettled(ends), late]);
    over.abort(new Error("closed"));
    this.#stop.abort();
  }

  #measure(owner: "configured" | "offered", readers: readonly ReaderTarget[]): void {
    const before = this.#metrics.get(owner);
    this.#metrics.delete(owner);
    void before?.close().catch(() => {});
    const { scope, read, ports, servesMetrics } = this.#options;
    const others: PrometheusReader[] = readers.flatMap((config) =>
      config.kind === "pull" ? [new PrometheusPage({ ...ports, config })] : [],
    );
    if (owner === "configured" && servesMetrics) others.push((this.#served = new PrometheusReader(servedForm)));
    if (readers.length + others.length === 0) return;
    const made = new Metrics({ resource: this.#resource, readers, others, ports: this.#ports, scope, read });
    this.#metrics.set(owner, made);
  }
}

/** That of a pull reader that says nothing of it. */
const servedForm = { scopeInfo: true, typeSuffix: true, units: true };

function isReader(target: ReaderTarget | ProcessorTarget): target is ReaderTarget {
  return target.kind === "periodic" || target.kind === "pull";
}

function isProcessor(target: ReaderTarget | ProcessorTarget): target is ProcessorTarget {
  return target.kind === "batch" || target.kind === "simple";
}
