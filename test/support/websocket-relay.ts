import { WebSocket } from "ws";

interface Downstream {
  path: string;
  headers: Record<string, string>;
  upstream?: WebSocket;
}

/** A WebSocket server that passes all on to another one on loopback, message by message, and can lose some. */
export class WebSocketRelay implements AsyncDisposable {
  readonly #server: Bun.Server<Downstream>;
  #lost: (() => void) | undefined;
  #newest: Bun.ServerWebSocket<Downstream> | undefined;

  constructor(targetPort: number) {
    this.#server = Bun.serve<Downstream>({
      hostname: "127.0.0.1",
      port: 0,
      reusePort: false,
      fetch: (request, server) =>
        server.upgrade(request, { data: { path: new URL(request.url).pathname, headers: ownHeaders(request) } })
          ? undefined
          : new Response(null, { status: 426 }),
      websocket: {
        open: (downstream) => {
          this.#newest = downstream;
          const { path, headers } = downstream.data;
          const upstream = new WebSocket(`ws://127.0.0.1:${targetPort}${path}`, { headers });
          downstream.data.upstream = upstream;
          upstream.on("message", (data: Buffer) => downstream.sendBinary(data));
          upstream.on("close", () => downstream.close());
        },
        message: ({ data: { upstream } }, message) => {
          if (!upstream || this.#loses()) return;
          if (upstream.readyState === WebSocket.OPEN) upstream.send(message);
          else upstream.once("open", () => upstream.send(message));
        },
        close: ({ data }) => data.upstream?.close(),
      },
    });
  }

  get port(): number {
    return this.#server.port ?? 0;
  }

  /** A message that the target never sent, to whoever has connected last. */
  forge(message: Uint8Array): void {
    if (this.#newest === undefined) throw new Error("nobody has connected");
    this.#newest.sendBinary(message);
  }

  /** The next message towards the target gets lost; resolves when that has happened. */
  loseNext(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#lost = resolve;
    return promise;
  }

  #loses(): boolean {
    const lost = this.#lost;
    this.#lost = undefined;
    lost?.();
    return lost !== undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop(true);
  }
}

/** The headers of an upgrade that are not about this one connection. */
function ownHeaders(request: Request): Record<string, string> {
  return Object.fromEntries(
    [...request.headers].filter(([name]) => !/^(host|connection|upgrade|sec-websocket-)/.test(name)),
  );
}
