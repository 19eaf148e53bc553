import { createHash } from "node:crypto";
import { createServer as createPlainServer, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions, type TLSSocket } from "node:tls";

import { withOldCiphers } from "#runtime/old-ciphers.ts";

import { readHead, type RequestHead } from "./request-head.ts";
import { serveSockets } from "./serve-sockets.ts";

/** What a server saw of a connection. */
export interface Seen {
  /** As OpenSSL names it; none without TLS. */
  version?: string;
  cipher?: string;
  /** The name that the client asked for. */
  sni?: string;
  /** Common name in the certificate of the client. */
  client?: string;
  head: RequestHead;
}

/**
 * A server that answers a WebSocket upgrade by one message and anything else by one body: JSON that says what it saw.
 * With `tls` it speaks TLS alone. Stops with its test.
 */
export async function tellingServer(tls?: TlsOptions): Promise<{ port: number }> {
  const take = (socket: Socket) => void answer(socket);
  const ciphers = withOldCiphers(tls?.ciphers);
  // A handshake that fails is the client's to tell.
  const server = tls
    ? createTlsServer({ ...tls, ...(ciphers !== undefined && { ciphers }) }, take).on("tlsClientError", () => {})
    : createPlainServer(take);
  return { port: await serveSockets(server) };
}

async function answer(socket: Socket | TLSSocket): Promise<void> {
  const { head } = await readHead(socket);
  if (!head) return void socket.end("HTTP/1.1 400 Bad Request\r\n\r\n");
  const text = Buffer.from(JSON.stringify({ ...seenOf(socket), head } satisfies Seen));
  const key = head.headers.get("sec-websocket-key");
  if (key === null)
    return void socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${text.length}\r\n\r\n${text.toString()}`);
  const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
  const upgrade = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade";
  socket.write(`${upgrade}\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  socket.write(Buffer.concat([Uint8Array.of(0x82, 126, text.length >> 8, text.length & 0xff), text]));
}

function seenOf(socket: Socket | TLSSocket): Omit<Seen, "head"> {
  if (!("getProtocol" in socket)) return {};
  const client = socket.getPeerCertificate().subject?.CN;
  return {
    version: String(socket.getProtocol()),
    cipher: socket.getCipher().standardName,
    ...(typeof socket.servername === "string" && { sni: socket.servername }),
    ...(client !== undefined && { client: String(client) }),
  };
}
