import { onTestFinished } from "bun:test";

import { Watch } from "./watch.ts";

/** What came with one request. */
interface Received {
  path: string;
  headers: Headers;
  /** Protobuf or JSON; texts in it are as they are. */
  body: string;
}

/** Takes whatever is exported over OTLP/HTTP. Ends with its test. */
export class OtlpSink {
  readonly #received: Received[] = [];
  readonly #watch = new Watch();
  readonly #server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    reusePort: false,
    fetch: async (request) => {
      const sent = new Uint8Array(await request.arrayBuffer());
      const isPacked = request.headers.get("content-encoding") === "gzip";
      const body = new TextDecoder().decode(isPacked ? Bun.gunzipSync(sent) : sent);
      this.#received.push({ path: new URL(request.url).pathname, headers: request.headers, body });
      this.#watch.changed();
      return new Response(new Uint8Array(), { headers: { "content-type": "application/x-protobuf" } });
    },
  });

  constructor() {
    onTestFinished(() => this.#server.stop(true));
  }

  /** For an exporter. */
  get endpoint(): string {
    return `http://127.0.0.1:${this.#server.port}`;
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
