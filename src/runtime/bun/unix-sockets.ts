import type { LocalConnection, LocalHandlers, LocalListenOptions } from "../local-ports.ts";
import type { UnixListener } from "../shared/unix-listener.ts";
import { BunLocalConnection, type LocalSocketData, localSocketHandler } from "./local-connection.ts";

/** Throws an `Error` with `code`. */
export function listenUnix(
  path: string,
  { open, ...handlers }: LocalHandlers & Pick<LocalListenOptions, "open">,
): UnixListener {
  const socket = {
    ...localSocketHandler(handlers),
    open(raw: Bun.Socket<LocalSocketData>) {
      const connection = new BunLocalConnection(raw);
      raw.data = { connection };
      open(connection);
    },
  };
  return Bun.listen<LocalSocketData>({ unix: path, data: {}, socket });
}

/** Rejects with an `Error` that has `code`. */
export async function connectUnix(path: string, handlers: LocalHandlers): Promise<LocalConnection> {
  const socket = {
    ...localSocketHandler(handlers),
    open(raw: Bun.Socket<LocalSocketData>) {
      raw.data = { connection: new BunLocalConnection(raw) };
    },
    // Without it the runtime reports the failure as one that nobody caught.
    connectError() {},
  };
  const connected = await Bun.connect<LocalSocketData>({ unix: path, data: {}, socket });
  const { connection } = connected.data;
  if (connection === undefined) throw new Error("a connection is open before it is given out");
  return connection;
}
