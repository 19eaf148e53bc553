import { onTestFinished } from "bun:test";

import { type AgentToServer, codec } from "../../src/opamp/wire/messages.ts";
import { EventQueue } from "./event-queue.ts";

/** A request as it came, its body unzipped where it says that it is zipped. */
export interface HttpRequest {
  path: string;
  headers: Headers;
  message: AgentToServer;
}

export type HttpAnswer = (request: HttpRequest) => Response;

/** A real HTTP server that answers as the test says and knows nothing of OpAMP's rules. Stops with its test. */
export class HttpPeer {
  readonly requests = new EventQueue<HttpRequest>();
  readonly #server: Bun.Server<undefined>;
  #answer: HttpAnswer;

  constructor(answer: HttpAnswer) {
    this.#answer = answer;
    this.#server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: (request) => this.#take(request) });
    onTestFinished(() => this.#server.stop(true));
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#server.port}`;
  }

  /** How requests are answered from now on. */
  answerWith(answer: HttpAnswer): void {
    this.#answer = answer;
  }

  async #take(request: Request): Promise<Response> {
    const body = new Uint8Array(await request.arrayBuffer());
    const plain = request.headers.get("content-encoding") === "gzip" ? Bun.gunzipSync(body) : body;
    const taken = {
      path: new URL(request.url).pathname,
      headers: request.headers,
      message: codec.AgentToServer.decode(plain),
    };
    const answer = this.#answer(taken);
    this.requests.push(taken);
    return answer;
  }
}
