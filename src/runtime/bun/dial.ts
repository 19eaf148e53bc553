import type { IncomingHttpHeaders } from "node:http";

import { type ClientOptions, WebSocket } from "ws";

import type { ConnectionLoss, DialedSocket, DialHandlers, DialOptions, TlsOptions } from "../ports.ts";
import { joinHeaders } from "./headers.ts";
import { proxyTarget } from "./proxy.ts";
import { fetchTls, materialFault, socketTls } from "./tls.ts";

/**
 * Opens a WebSocket. Failures of every kind reach `lost`, never the caller, and never before this function returned.
 */
export function dial(options: DialOptions, handlers: DialHandlers): DialedSocket {
  const prepared = prepare(options);
  if ("loss" in prepared) {
    queueMicrotask(() => handlers.lost(prepared.loss));
    return { send: () => {}, ping: () => {}, close: () => {}, terminate: () => {} };
  }
  return attach(prepared.socket, handlers);
}

function attach(socket: WebSocket, handlers: DialHandlers): DialedSocket {
  let reason: ConnectionLoss | undefined;
  socket.on("open", () => handlers.open());
  socket.on("message", (data, isBinary) => (isBinary ? handlers.message(toBytes(data)) : handlers.text()));
  socket.on("pong", () => handlers.pong());
  socket.on("unexpected-response", (_request, response) => {
    const status = response.statusCode ?? 0;
    reason = {
      code: "HTTP",
      message: `the server answered the upgrade with HTTP ${status}`,
      response: { status, headers: flatten(response.headers) },
    };
    response.resume();
    socket.terminate();
  });
  socket.on("error", (error) => (reason ??= { code: codeOf(error), message: error.message }));
  socket.once("close", (closeCode, text) => handlers.lost(reason ?? closed(closeCode, text.toString())));
  return {
    send: (data) => socket.send(data),
    ping: () => socket.ping(),
    close: (code, text) => socket.close(code, shortened(text)),
    terminate: () => socket.terminate(),
  };
}

/**
 * TLS material is tried first, as the socket itself does not say what is wrong with it. Texts of the constructor are not
 * passed on: they may quote a header.
 */
function prepare(options: DialOptions): { socket: WebSocket } | { loss: ConnectionLoss } {
  const fault = options.tls && materialFault(options.tls);
  if (fault !== undefined) return { loss: fault };
  try {
    return { socket: new WebSocket(options.url, clientOptions(options)) };
  } catch {
    return { loss: { code: "INVALID", message: "the address, a header or the proxy of the connection is not valid" } };
  }
}

/** TLS is thought of only where there is some: the roots of the system are many. */
function clientOptions(options: DialOptions): ClientOptions & { proxy?: object } {
  const { url, headers, tls = {}, proxy, maxMessageBytes, handshakeTimeoutMs, compression } = options;
  const secure = /^wss:/i.test(url) || /^https:/i.test(proxy?.url ?? "") ? socketTls(tls) : {};
  return {
    headers: joinHeaders(headers),
    ...secure,
    ...(proxy && { proxy: { ...proxyTarget(proxy), ...(/^https:/i.test(proxy.url) && { tls: proxyTls(tls) }) } }),
    perMessageDeflate: compression === true,
    maxPayload: maxMessageBytes,
    handshakeTimeout: handshakeTimeoutMs,
  };
}

/** Towards the proxy the connection's own settings count (OpAMP, ProxyConnectionSettings), but for the server's name. */
function proxyTls({ serverName: _server, ...tls }: TlsOptions) {
  return fetchTls(tls);
}

function flatten(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(", ") : value]],
    ),
  );
}

function toBytes(data: Buffer | ArrayBuffer | Buffer[]): Uint8Array {
  const buffer = Array.isArray(data) ? Buffer.concat(data) : data;
  return buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer)
    : new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

/** The reason of a close has room for 123 bytes (RFC 6455, 5.5); a character that would be cut is left out. */
function shortened(text: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, 123), { stream: true });
}

function closed(closeCode: number, text: string): ConnectionLoss {
  if (closeCode === 1006) return { code: "CLOSED", message: "the connection broke off", closeCode };
  const said = text === "" ? "" : `: ${text}`;
  return { code: "CLOSED", message: `the peer closed the connection with code ${closeCode}${said}`, closeCode };
}

function codeOf(error: unknown, fallback = "FAILED"): string {
  const hasCode = error instanceof Error && "code" in error && typeof error.code === "string";
  return hasCode ? String(error.code) : fallback;
}
