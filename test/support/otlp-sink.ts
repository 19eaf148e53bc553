import { onTestFinished } from "bun:test";

import type { KeyPair } from "./certificates.ts";
import { Watch } from "./watch.ts";

/** What came with one request. */
interface Received {
  path: string;
  headers: Headers;
  /** Protobuf or JSON; texts in it are as they are. */
  body: string;
  /** Milliseconds since the Unix epoch. */
  at: number;
}

export interface OtlpSinkTls extends KeyPair {
  /** PEM of the authority of which a client must have a certificate. Default: clients need none. */
  clientCa?: string;
}

/** Takes whatever is exported over OTLP/HTTP, with `tls` over TLS. Ends with its test. */
export class OtlpSink {
  readonly #received: Received[] = [];
  readonly #watch = new Watch();
  readonly #tls: OtlpSinkTls | undefined;
  readonly #server: Bun.Server<undefined>;

  constructor(tls?: OtlpSinkTls) {
    this.#tls = tls;
    this.#server = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      reusePort: false,
      ...(tls && { tls: tlsOf(tls) }),
      fetch: async (request) => {
        const sent = new Uint8Array(await request.arrayBuffer());
        const isPacked = request.headers.get("content-encoding") === "gzip";
        const body = new TextDecoder().decode(isPacked ? Bun.gunzipSync(sent) : sent);
        this.#received.push({ path: new URL(request.url).pathname, headers: request.headers, body, at: Date.now() });
        this.#watch.changed();
        return new Response(new Uint8Array(), { headers: { "content-type": "application/x-protobuf" } });
      },
    });
    onTestFinished(() => this.#server.stop(true));
  }

  /** For an exporter. */
  get endpoint(): string {
    return this.#tls ? `https://localhost:${this.#server.port}` : `http://127.0.0.1:${this.#server.port}`;
  }

  /** What has come to this path. */
  at(path: string): readonly Received[] {
    return this.#received.filter((received) => received.path === path);
  }

  /** Resolves once something that fits has come. */
  async received(fits: (received: Received) => boolean): Promise<void> {
    await this.#watch.until(() => this.#received.some(fits));
  }

  /** Resolves once this text has come. */
  async holds(text: string): Promise<void> {
    await this.received(({ body }) => body.includes(text));
  }
}

function tlsOf({ cert, key, clientCa }: OtlpSinkTls): Bun.TLSOptions {
  if (clientCa === undefined) return { cert, key };
  return { cert, key, ca: clientCa, requestCert: true, rejectUnauthorized: true };
}
