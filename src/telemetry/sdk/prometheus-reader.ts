import { MetricReader } from "@opentelemetry/sdk-metrics";
import Negotiator from "negotiator";

import type { PrometheusForm } from "../../config/telemetry-types.ts";
import type { HttpAnswer, RequestHead } from "../../runtime/listen-ports.ts";
import { type ExpositionFormat, prometheusText } from "./prometheus-text.ts";

/**
 * In the order of preference where a client takes all alike. Every name here is one of old, so that nothing is escaped
 * whatever way of it is asked for.
 */
const formats: Readonly<Record<string, ExpositionFormat>> = {
  "text/plain;version=0.0.4": "text",
  "application/openmetrics-text;version=1.0.0": "openmetrics",
  "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8": "openmetrics",
};

/** Metrics as they are when they are asked for, in the format that the client likes best. */
export class PrometheusReader extends MetricReader {
  readonly #form: PrometheusForm;

  constructor(form: PrometheusForm) {
    super();
    this.#form = form;
  }

  /** Who takes neither format gets the plain one. */
  async answer({ headers }: Pick<RequestHead, "headers">): Promise<HttpAnswer> {
    const accept = headers.get("accept") ?? undefined;
    const [plain = "", ...others] = Object.keys(formats);
    const type = new Negotiator({ headers: { accept } }).mediaType([plain, ...others]) ?? plain;
    const { resourceMetrics } = await this.collect();
    const body = prometheusText(resourceMetrics, this.#form, formats[type]);
    return { status: 200, headers: { "content-type": `${type};charset=utf-8`, vary: "accept" }, body };
  }

  protected override async onForceFlush(): Promise<void> {}

  protected override async onShutdown(): Promise<void> {}
}
