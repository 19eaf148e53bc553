import { appendFileSync } from "node:fs";

import { stringify } from "yaml";

import { quietMetrics } from "./e2e.ts";
import type { OtlpSink } from "./otlp-sink.ts";

/** A file whose lines a Collector sends to a sink. */
export class TailedFile {
  readonly #path: string;
  readonly #sink: OtlpSink;

  constructor(path: string, sink: OtlpSink) {
    this.#path = path;
    this.#sink = sink;
    appendFileSync(path, "");
  }

  /** The Collector's configuration for it, off port 8888. */
  get configuration(): string {
    return stringify({
      receivers: { file_log: { include: [this.#path], start_at: "beginning" } },
      exporters: { otlp_http: { endpoint: this.#sink.endpoint } },
      service: { ...quietMetrics.service, pipelines: { logs: { receivers: ["file_log"], exporters: ["otlp_http"] } } },
    });
  }

  /** Resolves once a line that is written now has come through. */
  async flows(): Promise<void> {
    const line = `line ${crypto.randomUUID()}`;
    appendFileSync(this.#path, `${line}\n`);
    await this.#sink.holds(line);
  }
}
