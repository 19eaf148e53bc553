import { type ExportResult, ExportResultCode } from "@opentelemetry/core";
import {
  type ISerializer,
  JsonLogsSerializer,
  JsonMetricsSerializer,
  JsonTraceSerializer,
} from "@opentelemetry/otlp-transformer";
import type { ReadableLogRecord } from "@opentelemetry/sdk-logs";
import type { ResourceMetrics } from "@opentelemetry/sdk-metrics";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";

import type { Exporter } from "./otlp-exporter.ts";

/** Takes one line, without its end. */
export type WriteLine = (line: string) => void;

export const spanConsole = (write: WriteLine): Exporter<ReadableSpan[]> => lines(JsonTraceSerializer, write);
export const logConsole = (write: WriteLine): Exporter<ReadableLogRecord[]> => lines(JsonLogsSerializer, write);
export const metricConsole = (write: WriteLine): Exporter<ResourceMetrics> => lines(JsonMetricsSerializer, write);

/** One line of OTLP in JSON for each export. What cannot be written is lost. */
function lines<Items>(serializer: ISerializer<Items, unknown>, write: WriteLine): Exporter<Items> {
  return {
    export: (items: Items, done: (result: ExportResult) => void) => {
      const bytes = serializer.serializeRequest(items);
      try {
        if (bytes !== undefined) write(new TextDecoder().decode(bytes));
        done({ code: ExportResultCode.SUCCESS });
      } catch (error) {
        done({ code: ExportResultCode.FAILED, error: error instanceof Error ? error : new Error(String(error)) });
      }
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}
