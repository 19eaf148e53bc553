import { type ExportResult, ExportResultCode } from "@opentelemetry/core";
import {
  type ISerializer,
  ProtobufLogsSerializer,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
} from "@opentelemetry/otlp-transformer";
import type { ReadableLogRecord } from "@opentelemetry/sdk-logs";
import type { ResourceMetrics } from "@opentelemetry/sdk-metrics";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";

import type { ExportTarget, Signal } from "../export-target.ts";
import { deliver, type DeliveryPorts } from "./deliver.ts";
import type { Troubles } from "./troubles.ts";

/** Exports that may be under way to one target; what comes beyond is lost. */
const mostUnderWay = 16;

export interface OtlpExporterOptions extends DeliveryPorts {
  target: ExportTarget;
  troubles: Troubles;
  /** Aborted: nothing is waited for any more. */
  stop: AbortSignal;
}

export interface Exporter<Items> {
  export(items: Items, done: (result: ExportResult) => void): void;
  /** Resolves when nothing is under way any more. */
  forceFlush(): Promise<void>;
  /** Nothing more is exported; resolves as `forceFlush`. */
  shutdown(): Promise<void>;
}

export function spanExporter(options: OtlpExporterOptions): Exporter<ReadableSpan[]> {
  return new OtlpExporter("traces", ProtobufTraceSerializer, (answer) => answer.partialSuccess?.rejectedSpans, options);
}

export function logExporter(options: OtlpExporterOptions): Exporter<ReadableLogRecord[]> {
  return new OtlpExporter(
    "logs",
    ProtobufLogsSerializer,
    (answer) => answer.partialSuccess?.rejectedLogRecords,
    options,
  );
}

export function metricExporter(options: OtlpExporterOptions): Exporter<ResourceMetrics> {
  return new OtlpExporter(
    "metrics",
    ProtobufMetricsSerializer,
    (answer) => answer.partialSuccess?.rejectedDataPoints,
    options,
  );
}

/** Exports over OTLP by the ports of the runtime. Nothing that goes wrong is thrown; the log hears of it at a bounded rate. */
class OtlpExporter<Items, Answer> implements Exporter<Items> {
  readonly #signal: Signal;
  readonly #serializer: ISerializer<Items, Answer>;
  readonly #rejected: (answer: Answer) => number | undefined;
  readonly #options: OtlpExporterOptions;
  #isClosed = false;
  readonly #underWay = new Set<Promise<void>>();

  constructor(
    signal: Signal,
    serializer: ISerializer<Items, Answer>,
    rejected: (answer: Answer) => number | undefined,
    options: OtlpExporterOptions,
  ) {
    this.#signal = signal;
    this.#serializer = serializer;
    this.#rejected = rejected;
    this.#options = options;
  }

  export(items: Items, done: (result: ExportResult) => void): void {
    const fail = (code: string, reason: string) => {
      this.#options.troubles.failed({ ...this.#what, code, reason });
      done({ code: ExportResultCode.FAILED, error: new Error(reason) });
    };
    if (this.#isClosed) return fail("ABORTED", "exports have ended");
    if (this.#underWay.size >= mostUnderWay) return fail("BUSY", `${mostUnderWay} exports are under way already`);
    const body = this.#serializer.serializeRequest(items);
    if (body === undefined) return fail("INTERNAL", "there is nothing to export");
    const sending = this.#send(body, done, fail).finally(() => this.#underWay.delete(sending));
    this.#underWay.add(sending);
  }

  async forceFlush(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  async shutdown(): Promise<void> {
    this.#isClosed = true;
    await this.forceFlush();
  }

  get #what() {
    return { signal: this.#signal, target: this.#options.target.shown };
  }

  async #send(
    body: Uint8Array,
    done: (result: ExportResult) => void,
    fail: (code: string, reason: string) => void,
  ): Promise<void> {
    const { target, troubles } = this.#options;
    const delivery = await deliver(body, this.#signal, target, this.#options, this.#options.stop);
    if (!delivery.delivered) return fail(delivery.code, delivery.reason);
    troubles.worked(this.#what);
    const items = this.#rejectedOf(delivery.answer);
    if (items > 0) troubles.rejected({ ...this.#what, items });
    done({ code: ExportResultCode.SUCCESS });
  }

  /** An answer that makes no sense says nothing against the export. */
  #rejectedOf(answer: Uint8Array): number {
    if (answer.length === 0) return 0;
    try {
      return this.#rejected(this.#serializer.deserializeResponse(answer)) ?? 0;
    } catch {
      return 0;
    }
  }
}
