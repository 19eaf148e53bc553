import { type ClientOptions, WebSocket } from "ws";

import type { ConnectionLoss, DialedSocket, DialHandlers, DialOptions } from "../network-ports.ts";
import { attachSocket, noSocket } from "../shared/attach-socket.ts";
import { joinHeaders } from "../shared/headers.ts";
import { type PreparedRoute, prepareRoute } from "../shared/prepared-route.ts";
import { nodeTls } from "../shared/tls-settings.ts";
import { fetchTls } from "./fetch-tls.ts";
import { pastNoProxy } from "./past-no-proxy.ts";

/**
 * Opens a WebSocket. Failures of every kind reach `lost`, never the caller, and never before this function returned.
 */
export function dial(options: DialOptions, handlers: DialHandlers): DialedSocket {
  const prepared = prepare(options);
  if ("loss" in prepared) return noSocket(prepared.loss, handlers);
  return attachSocket(prepared.socket, options, handlers);
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
