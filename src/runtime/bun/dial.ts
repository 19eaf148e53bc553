import type { IncomingHttpHeaders } from "node:http";

import { type ClientOptions, WebSocket } from "ws";

import type { ConnectionLoss, DialedSocket, DialHandlers, DialOptions } from "../network-ports.ts";
import { lossOf } from "./connection-loss.ts";
import { joinHeaders } from "./headers.ts";
import { type PreparedRoute, prepareRoute } from "./prepared-route.ts";
import { pastNoProxy } from "./proxy.ts";
import { fetchTls, nodeTls } from "./tls-settings.ts";

/**
 * Opens a WebSocket. Failures of every kind reach `lost`, never the caller, and never before this function returned.
 */
export function dial(options: DialOptions, handlers: DialHandlers): DialedSocket {
  const prepared = prepare(options);
  if ("loss" in prepared) {
    queueMicrotask(() => handlers.lost(prepared.loss));
    return { bufferedBytes: 0, send: () => {}, ping: () => {}, close: () => {}, terminate: () => {} };
  }
  return attach(prepared.socket, options, handlers);
}

function attach(socket: WebSocket, options: DialOptions, handlers: DialHandlers): DialedSocket {
  let reason: ConnectionLoss | undefined;
  let waits = false;
  const left = () => {
    if (!waits || socket.bufferedAmount > 0) return;
    waits = false;
    handlers.drained();
  };
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
  socket.on("error", (error) => (reason ??= lossOf(error, options)));
  socket.once("close", (closeCode, text) => handlers.lost(reason ?? closed(closeCode, text.toString())));
  return {
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
    send: (data) => {
      socket.send(data, left);
      waits ||= socket.bufferedAmount > 0;
    },
    ping: () => socket.ping(),
    close: (code, text) => socket.close(code, shortened(text)),
    terminate: () => socket.terminate(),
  };
}

/** Texts of the constructor are not passed on: they may quote a header. */
function prepare(options: DialOptions): { socket: WebSocket } | { loss: ConnectionLoss } {
  const prepared = prepareRoute(options.url, options);
  if (!prepared.usable) return prepared;
  const { url } = options;
  try {
    return { socket: pastNoProxy(() => new WebSocket(url, clientOptions(options, prepared))) };
  } catch {
    return { loss: { code: "INVALID", message: "the address or a header of the connection is not valid" } };
  }
}

/** What Bun's client takes beside the options of `ws`. */
interface BunClientOptions extends ClientOptions {
  proxy?: { url: string; headers: Record<string, string>; tls?: ReturnType<typeof fetchTls> };
}

function clientOptions(options: DialOptions, { tls, proxyTls, proxy }: PreparedRoute): BunClientOptions {
  return {
    headers: joinHeaders(options.headers),
    ...(tls && nodeTls(tls)),
    ...(proxy && { proxy: { ...proxy, ...(proxyTls && { tls: fetchTls(proxyTls) }) } }),
    perMessageDeflate: options.compression === true,
    maxPayload: options.maxMessageBytes,
    handshakeTimeout: options.handshakeTimeoutMs,
  };
}

function flatten(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(", ") : value]],
    ),
  );
}

function toBytes(data: Buffer | ArrayBuffer | Buffer[]): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
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
