import type { ClientRequest } from "node:http";
import type { Socket } from "node:net";

import { type ClientOptions, WebSocket } from "ws";

import type { DialedSocket, DialHandlers, DialOptions } from "../network-ports.ts";
import { attachSocket, noSocket } from "../shared/attach-socket.ts";
import { joinHeaders } from "../shared/headers.ts";
import { connectThrough, Way } from "../shared/open-way.ts";
import { type PreparedRoute, prepareRoute } from "../shared/prepared-route.ts";

/**
 * Opens a WebSocket. Failures of every kind reach `lost`, never the caller, and never before this function returned.
 */
export function dial(options: DialOptions, handlers: DialHandlers): DialedSocket {
  const prepared = prepareRoute(options.url, options);
  if (!prepared.usable) return noSocket(prepared.loss, handlers);
  const way = new Way();
  try {
    const socket = new WebSocket(options.url, clientOptions(options, prepared, way));
    socket.once("close", () => way.close());
    return attachSocket(socket, options, handlers);
  } catch {
    // The text of it may quote a header.
    const message = "the address or a header of the connection is not valid";
    return noSocket({ code: "INVALID", message }, handlers);
  }
}

type Connected = (error: Error | null, socket?: Socket) => void;

function clientOptions(options: DialOptions, prepared: PreparedRoute, way: Way): ClientOptions {
  const connect = (_options: unknown, connected: Connected): void => {
    connectThrough(options.url, prepared, way, { tunnelsPlain: true }).then(
      (socket) => connected(null, socket),
      (error: unknown) => connected(error instanceof Error ? error : new Error(String(error))),
    );
  };
  return {
    headers: joinHeaders(options.headers),
    // The types know of no way that takes its time; `node:http`, which calls this, does.
    createConnection: connect as unknown as NonNullable<ClientOptions["createConnection"]>,
    finishRequest: (request, socket) => {
      limit(request, socket, options.handshakeTimeoutMs);
      request.end();
    },
    perMessageDeflate: options.compression === true,
    maxPayload: options.maxMessageBytes,
  };
}

/** The time of the library counts from the connection on; this one from the dialing to the upgrade. */
function limit(request: ClientRequest, socket: WebSocket, timeoutMs: number): void {
  const timer = setTimeout(() => request.destroy(new Error("the handshake has timed out")), timeoutMs);
  for (const event of ["open", "close", "unexpected-response"] as const) socket.once(event, () => clearTimeout(timer));
}
