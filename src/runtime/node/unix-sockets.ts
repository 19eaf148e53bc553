import { closeSync, openSync, unlinkSync } from "node:fs";
import { connect, createServer } from "node:net";

import { errorCode } from "../error-code.ts";
import type { LocalConnection, LocalHandlers, LocalListenOptions } from "../local-ports.ts";
import type { UnixListener } from "../shared/unix-listener.ts";
import { NodeLocalConnection } from "./local-connection.ts";

/** Throws an `Error` with `code`. */
export function listenUnix(
  path: string,
  { open, ...handlers }: LocalHandlers & Pick<LocalListenOptions, "open">,
): UnixListener {
  const server = createServer((socket) => open(new NodeLocalConnection(socket, handlers)));
  server.on("error", () => {});
  // The socket is bound when this returns; why it is not is told later alone.
  server.listen(path);
  if (!server.listening) throw refusal(path);
  return { stop: () => void server.close(), unref: () => void server.unref() };
}

/** What the system says to the attempt to make something there: why there is no socket is not told at once. */
function refusal(path: string): Error {
  let code = "EINVAL";
  try {
    closeSync(openSync(path, "wx", 0o600));
    unlinkSync(path);
  } catch (error) {
    code = errorCode(error) ?? code;
  }
  return Object.assign(new Error(`${code}: no socket can be made at ${path}`), { code });
}

/** Rejects with an `Error` that has `code`. */
export function connectUnix(path: string, handlers: LocalHandlers): Promise<LocalConnection> {
  const { promise, resolve, reject } = Promise.withResolvers<LocalConnection>();
  const socket = connect(path);
  socket.once("error", reject);
  socket.once("connect", () => resolve(new NodeLocalConnection(socket, handlers)));
  return promise;
}
