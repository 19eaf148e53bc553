import type { HttpAnswer, Listener, ListenOptions } from "../listen-ports.ts";
import { readBody } from "../shared/read-body.ts";
import { BunAcceptedSocket, type SocketData } from "./accepted-socket.ts";
import { gzip as zip } from "./gzip.ts";

/** Seconds after which a connection without a request is closed; longer than the usual 30 s between two polls. */
const idleSeconds = 75;

/** Smaller messages gain nothing from compression, bytes. */
const compressFrom = 1024;

/** Listens for WebSocket connections and HTTP requests. Rejects with an `Error` that has `code`, such as `EADDRINUSE`. */
export async function listen<Context>(options: ListenOptions<Context>): Promise<Listener> {
  const { maxMessageBytes, tls } = options;
  const server = Bun.serve<SocketData<Context>>({
    hostname: options.hostname,
    port: options.port,
    ...(tls && {
      tls: { cert: tls.cert, key: tls.key, ...(tls.clientCa !== undefined && { ca: tls.clientCa, requestCert: true }) },
    }),
    development: false,
    // Otherwise a second process could take the same port and part of the connections.
    reusePort: false,
    idleTimeout: idleSeconds,
    // Our own reading stops at the limit, after the owner was asked, and with an answer that says so.
    maxRequestBodySize: Number.MAX_SAFE_INTEGER,
    fetch: (request, bun) => answerRequest(request, bun, options),
    websocket: {
      maxPayloadLength: maxMessageBytes,
      // A last resort: who uses this port stops sending to a peer that does not read.
      backpressureLimit: 2 * maxMessageBytes,
      closeOnBackpressureLimit: true,
      idleTimeout: 0,
      sendPings: false,
      // Compressors of the sockets' own would take 32 KiB and more for each.
      perMessageDeflate: options.compression ? { compress: "shared", decompress: "shared" } : false,
      open(ws) {
        ws.binaryType = "uint8array";
        ws.data.socket = new BunAcceptedSocket(ws, options.compression ? compressFrom : Infinity);
        options.open(ws.data.socket);
      },
      message(ws, data) {
        const { socket } = ws.data;
        if (!socket) return;
        if (typeof data === "string") options.text(socket);
        else options.message(socket, data);
      },
      pong(ws) {
        if (ws.data.socket) options.pong(ws.data.socket);
      },
      drain(ws) {
        if (ws.data.socket) options.drained(ws.data.socket);
      },
      close(ws, code) {
        if (ws.data.socket) options.closed(ws.data.socket, code);
      },
    },
  });
  return { port: server.port ?? options.port, stop: () => server.stop(true) };
}

async function answerRequest<Context>(
  request: Request,
  bun: Bun.Server<SocketData<Context>>,
  options: ListenOptions<Context>,
): Promise<Response | undefined> {
  const { pathname, search } = new URL(request.url);
  const address = bun.requestIP(request);
  const remoteAddress = address ? `${address.address}:${address.port}` : "unknown";
  const { method, headers } = request;
  const decision = options.request({ method, path: pathname + search, headers, remoteAddress });
  if (decision.kind === "answer") return responseOf(decision.answer);
  if (decision.kind === "upgrade") {
    if (bun.upgrade(request, { data: { context: decision.context } })) return undefined;
    return new Response("WebSocket only", { status: 426, headers: { upgrade: "websocket" } });
  }
  const { maxMessageBytes: maxBytes, bodyTimeoutMs: timeoutMs } = options;
  const body = await readBody(request, { gzip: decision.gzip, maxBytes, timeoutMs });
  return responseOf(await decision.answer(body), !body.read);
}

/** `isLast`: the connection is closed after it, as the rest of the request is not wanted. */
function responseOf({ status, headers, body, gzip }: HttpAnswer, isLast = false): Response {
  return new Response(gzip ? zip(body) : typeof body === "string" ? body : Uint8Array.from(body), {
    status,
    headers: {
      ...headers,
      ...(gzip && { "content-encoding": "gzip" }),
      ...(isLast && { connection: "close" }),
    },
  });
}
