import { onTestFinished } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { stringify } from "yaml";

import type { KeyPair } from "./certificates.ts";
import { otelcol, quietMetrics } from "./e2e.ts";
import { freePort } from "./free-port.ts";
import { scratchDirectory } from "./scratch.ts";
import { Watch } from "./watch.ts";

/** So much of what was printed before is looked at again with the next piece. */
const longestMatch = 16 * 1024;
/** So that a failure says what was missed, milliseconds. */
const patienceMs = 45_000;

export interface OtlpCollectorTls extends KeyPair {
  /** PEM of the authority of which a client must have a certificate. Default: clients need none. */
  clientCa?: string;
}

/** A real Collector that takes OTLP over HTTP and gRPC and prints all of it. Ends with its test. */
export class OtlpCollector {
  readonly http: string;
  readonly grpc: string;
  #printed = "";
  readonly #watch = new Watch();

  private constructor(scheme: string, httpPort: number, grpcPort: number) {
    this.http = `${scheme}://localhost:${httpPort}`;
    this.grpc = `${scheme}://localhost:${grpcPort}`;
  }

  static async start(tls?: OtlpCollectorTls): Promise<OtlpCollector> {
    const directory = scratchDirectory();
    const [httpPort, grpcPort] = [await freePort(), await freePort()];
    const file = (name: string, text: string) => {
      writeFileSync(join(directory, name), text);
      return join(directory, name);
    };
    const material = tls && {
      tls: {
        cert_file: file("server.crt", tls.cert),
        key_file: file("server.key", tls.key),
        ...(tls.clientCa !== undefined && { client_ca_file: file("ca.crt", tls.clientCa) }),
      },
    };
    const pipeline = { receivers: ["otlp"], exporters: ["debug"] };
    const config = {
      receivers: {
        otlp: {
          protocols: {
            http: { endpoint: `localhost:${httpPort}`, ...material },
            grpc: { endpoint: `localhost:${grpcPort}`, ...material },
          },
        },
      },
      exporters: { debug: { verbosity: "detailed", sampling_initial: 100_000 } },
      service: {
        telemetry: { ...quietMetrics.service.telemetry, logs: { output_paths: ["stdout"] } },
        pipelines: { traces: pipeline, metrics: pipeline, logs: pipeline },
      },
    };
    const collector = new OtlpCollector(tls ? "https" : "http", httpPort, grpcPort);
    const child = Bun.spawn([otelcol, "--config", file("config.yaml", stringify(config))], {
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
    onTestFinished(async () => {
      child.kill("SIGKILL");
      await child.exited;
    });
    for (const stream of [child.stdout, child.stderr]) void collector.#read(stream);
    await collector.prints("Everything is ready");
    return collector;
  }

  /** All that it has printed so far. */
  get printed(): string {
    return this.#printed;
  }

  /** Resolves once this has been printed; a pattern matches within some kilobytes. */
  async prints(text: string | RegExp): Promise<void> {
    let from = 0;
    const printed = this.#watch.until(() => {
      const rest = this.#printed.slice(from);
      from = Math.max(0, this.#printed.length - longestMatch);
      return typeof text === "string" ? rest.includes(text) : text.test(rest);
    });
    const late = Bun.sleep(patienceMs).then(() => Promise.reject(new Error(`never printed: ${String(text)}`)));
    await Promise.race([printed, late]);
  }

  async #read(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      this.#printed += text;
      this.#watch.changed();
    }
  }
}
