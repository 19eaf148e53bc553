import { onTestFinished } from "bun:test";
import type { Server, Socket } from "node:net";

/** Lets a server listen on any port of 127.0.0.1; it ends with its test, and so do its connections. */
export async function serveSockets(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => sockets.delete(socket));
  });
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("a server has a port");
  return address.port;
}
