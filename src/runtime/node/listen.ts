import { createServer as createHttp, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createHttps } from "node:https";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { buffer } from "node:stream/consumers";
import { TLSSocket } from "node:tls";

import { WebSocketServer } from "ws";

import type { HttpAnswer, Listener, ListenOptions, RequestHead } from "../listen-ports.ts";
import { readBody, type RequestBody } from "../shared/read-body.ts";
import { NodeAcceptedSocket } from "./accepted-socket.ts";
import { gzip as zip } from "./gzip.ts";
import { headersOf } from "./headers-of.ts";
import { webStream } from "./web-stream.ts";

/** After which a connection without a request is closed, milliseconds; longer than the usual 30 s between two polls. */
const idleMs = 75_000;

/** Smaller messages gain nothing from compression, bytes. */
const compressFrom = 1024;

/** Listens for WebSocket connections and HTTP requests. Rejects with an `Error` that has `code`, such as `EADDRINUSE`. */
export async function listen<Context>(options: ListenOptions<Context>): Promise<Listener> {
  const { tls } = options;
  const server: Server = tls
    ? createHttps({
        cert: tls.cert,
        key: tls.key,
        ...(tls.clientCa !== undefined && { ca: tls.clientCa, requestCert: true }),
      })
    : createHttp();
  server.keepAliveTimeout = idleMs;
  // The body of a request has its own time.
  server.requestTimeout = 0;
  const accepted = new Set<NodeAcceptedSocket<Context>>();
  const sockets = acceptor(options);
  server.on("request", (request, response) => void answerRequest(request, response, options));
  server.on("upgrade", (request, socket, head) => upgrade(request, socket, head, { options, sockets, accepted }));
  await listening(server, options);
  const { port } = server.address() as AddressInfo;
  return { port, stop: () => stop(server, accepted) };
}

function acceptor<Context>({ maxMessageBytes, compression }: ListenOptions<Context>): WebSocketServer {
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: maxMessageBytes,
    // Compressors that remember would take 32 KiB and more for each socket.
    perMessageDeflate: compression
      ? { threshold: compressFrom, serverNoContextTakeover: true, clientNoContextTakeover: true }
      : false,
  });
  sockets.on("wsClientError", (_error, socket) => refuse(socket, webSocketOnly));
  return sockets;
}

function listening(server: Server, { hostname, port }: { hostname: string; port: number }): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen({ host: hostname, port, exclusive: true }, () => {
    server.off("error", reject);
    resolve();
  });
  return promise;
}

async function stop(server: Server, accepted: Iterable<{ end(code: number): void }>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  for (const socket of accepted) socket.end(1001);
  server.closeAllConnections();
  await promise;
}

const webSocketOnly: HttpAnswer = { status: 426, headers: { upgrade: "websocket" }, body: "WebSocket only" };

function headOf(request: IncomingMessage): RequestHead {
  const { socket, method = "GET", url = "/" } = request;
  const { pathname, search } = URL.parse(url, "http://localhost") ?? { pathname: "/", search: "" };
  const remoteAddress =
    socket.remoteAddress === undefined ? "unknown" : `${socket.remoteAddress}:${socket.remotePort ?? 0}`;
  const shown = socket instanceof TLSSocket && socket.authorized ? socket.getPeerCertificate().raw : undefined;
  return {
    method,
    path: pathname + search,
    headers: headersOf(request),
    remoteAddress,
    ...(shown && { clientCertificate: shown }),
  };
}

interface Acceptor<Context> {
  options: ListenOptions<Context>;
  sockets: WebSocketServer;
  accepted: Set<NodeAcceptedSocket<Context>>;
}

/** A request that wants another protocol has no body here. */
function upgrade<Context>(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  { options, sockets, accepted }: Acceptor<Context>,
): void {
  // The library listens for itself once it has the socket.
  socket.on("error", () => socket.destroy());
  const decision = options.request(headOf(request));
  if (decision.kind !== "upgrade") return refuse(socket, decision.kind === "answer" ? decision.answer : webSocketOnly);
  sockets.handleUpgrade(request, socket, head, (ws) => {
    const taken = new NodeAcceptedSocket(ws, decision.context, options);
    accepted.add(taken);
    ws.once("close", () => accepted.delete(taken));
    options.open(taken);
  });
}

/** Answers on a connection that the server has given away, and ends it. */
function refuse(socket: Duplex, { status, headers, body, gzip }: HttpAnswer): void {
  const bytes = gzip ? zip(body) : Buffer.from(body);
  const lines = Object.entries({
    ...headers,
    ...(gzip && { "content-encoding": "gzip" }),
    "content-length": String(bytes.length),
    connection: "close",
  }).map(([name, value]) => `${name}: ${value}`);
  socket.write([`HTTP/1.1 ${status} `, ...lines, "", ""].join("\r\n"));
  socket.end(bytes);
}

async function answerRequest<Context>(
  request: IncomingMessage,
  response: ServerResponse,
  options: ListenOptions<Context>,
): Promise<void> {
  const head = headOf(request);
  const decision = options.request(head);
  if (decision.kind === "answer") return respond(response, decision.answer);
  if (decision.kind === "upgrade") return respond(response, webSocketOnly);
  const { maxMessageBytes: maxBytes, bodyTimeoutMs: timeoutMs } = options;
  const body = await readBody(bodyOf(request, head), { gzip: decision.gzip, maxBytes, timeoutMs });
  respond(response, await decision.answer(body), !body.read);
}

function bodyOf(request: IncomingMessage, { headers }: RequestHead): RequestBody {
  return {
    headers,
    get body() {
      // The rest of it is dropped: the answer goes the same way.
      return webStream(request, (left) => void left.resume());
    },
    bytes: async () => new Uint8Array(await buffer(request)),
  };
}

/** `isLast`: the connection is closed after it, as the rest of the request is not wanted. */
function respond(response: ServerResponse, { status, headers, body, gzip }: HttpAnswer, isLast = false): void {
  response.writeHead(status, {
    ...(typeof body === "string" && { "content-type": "text/plain;charset=utf-8" }),
    ...headers,
    ...(gzip && { "content-encoding": "gzip" }),
    ...(isLast && { connection: "close" }),
  });
  response.end(gzip ? zip(body) : body);
}
