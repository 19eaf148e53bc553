import { onTestFinished } from "bun:test";
import { connect as dial, createServer, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";

export interface ConnectProxyOptions {
  /** `user:password` that it wants. Default: none. */
  credentials?: string;
  /** PEM; makes it an `https:` proxy. */
  tls?: { cert: string; key: string };
}

/** A proxy that knows CONNECT alone, and keeps the heads of the requests. Stops with its test. */
export async function connectProxy({ credentials, tls }: ConnectProxyOptions = {}) {
  const heads: string[] = [];
  const sockets = new Set<Socket>();
  const serve = (client: Socket) => {
    sockets.add(client);
    client.on("error", () => {});
    client.once("data", (data) => {
      const head = data.toString("latin1");
      heads.push(head);
      const [, host = "", port = ""] = /^CONNECT ([^:\s]+):(\d+) /.exec(head) ?? [];
      const wanted = credentials === undefined ? "" : `Basic ${Buffer.from(credentials).toString("base64")}`;
      if (host === "" || !head.includes(wanted)) {
        client.end("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
        return;
      }
      const target = dial(Number(port), host);
      sockets.add(target);
      target.on("error", () => client.destroy());
      target.once("connect", () => {
        client.write("HTTP/1.1 200 Connection established\r\n\r\n");
        client.pipe(target).pipe(client);
      });
    });
  };
  const server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { port, heads };
}
