import { onTestFinished } from "bun:test";
import { createServer } from "node:net";

import { serveSockets } from "./serve-sockets.ts";
import { Watch } from "./watch.ts";

/** Lets every agent in over WebSocket, and says nothing to anybody. Stops with its test. */
export class SilentServer {
  /** Messages that came. */
  messages = 0;
  readonly port: number;
  readonly #watch = new Watch();

  /** `port`: default any. */
  constructor(port = 0) {
    const server = Bun.serve({
      hostname: "127.0.0.1",
      port,
      reusePort: false,
      fetch: (request, self) => (self.upgrade(request) ? undefined : new Response(null, { status: 426 })),
      websocket: {
        message: () => {
          this.messages += 1;
          this.#watch.changed();
        },
      },
    });
    onTestFinished(() => server.stop(true));
    this.port = server.port ?? 0;
  }

  get endpoint(): string {
    return `ws://127.0.0.1:${this.port}/v1/opamp`;
  }

  /** An agent has spoken. */
  spokenTo(): Promise<boolean> {
    return this.#watch.until(() => this.messages > 0);
  }
}

/** Accepts connections on the port that it resolves to and does not even read them. Stops with its test. */
export async function deafPort(): Promise<number> {
  return await serveSockets(createServer((socket) => socket.pause()));
}
