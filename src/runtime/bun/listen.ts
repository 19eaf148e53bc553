import type { AcceptedSocket, Listener, ListenOptions } from "../ports.ts";

/** Per connection: what the owner gave, and the one object by which it knows the socket. */
interface Peer<Context> {
  context: Context;
  socket?: AcceptedSocket<Context>;
}

/** Listens for WebSocket connections. Rejects with an `Error` that has `code`, such as `EADDRINUSE`. */
export async function listen<Context>(options: ListenOptions<Context>): Promise<Listener> {
  const server = Bun.serve<Peer<Context>>({
    hostname: options.hostname,
    port: options.port,
    ...(options.tls && { tls: options.tls }),
    development: false,
    // Otherwise a second process could take the same port and part of the connections.
    reusePort: false,
    fetch(request, bun) {
      const { pathname, search } = new URL(request.url);
      const address = bun.requestIP(request);
      const remoteAddress = address ? `${address.address}:${address.port}` : "unknown";
      const decision = options.upgrade({ path: pathname + search, headers: request.headers, remoteAddress });
      if (!decision.accept) return new Response(decision.body, { status: decision.status });
      if (bun.upgrade(request, { data: { context: decision.context } })) return undefined;
      return new Response("WebSocket only", { status: 426, headers: { upgrade: "websocket" } });
    },
    websocket: {
      maxPayloadLength: options.maxMessageBytes,
      // A peer that does not read is cut off before it fills the memory.
      backpressureLimit: 2 * options.maxMessageBytes,
      closeOnBackpressureLimit: true,
      idleTimeout: 0,
      sendPings: false,
      perMessageDeflate: false,
      open(ws) {
        ws.binaryType = "uint8array";
        const socket: AcceptedSocket<Context> = {
          context: ws.data.context,
          send: (data) => void ws.sendBinary(data),
          close: (code, reason) => ws.close(code, reason),
          terminate: () => ws.terminate(),
        };
        ws.data.socket = socket;
        options.open(socket);
      },
      message(ws, data) {
        const { socket } = ws.data;
        if (!socket) return;
        if (typeof data === "string") options.text(socket);
        else options.message(socket, data);
      },
      close(ws, code) {
        if (ws.data.socket) options.closed(ws.data.socket, code);
      },
    },
  });
  return { port: server.port ?? options.port, stop: () => server.stop(true) };
}
