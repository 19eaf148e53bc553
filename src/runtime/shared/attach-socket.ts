import type { IncomingHttpHeaders } from "node:http";

import type { WebSocket } from "ws";

import type { ConnectionLoss, DialedSocket, DialHandlers, DialOptions } from "../network-ports.ts";
import { lossOf } from "./connection-loss.ts";

/** Tells what happens on a WebSocket that is being opened. */
export function attachSocket(socket: WebSocket, options: DialOptions, handlers: DialHandlers): DialedSocket {
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

/** In place of a socket that there is not; `lost` hears why, once this function has returned. */
export function noSocket(loss: ConnectionLoss, handlers: DialHandlers): DialedSocket {
  queueMicrotask(() => handlers.lost(loss));
  return { bufferedBytes: 0, send: () => {}, ping: () => {}, close: () => {}, terminate: () => {} };
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
