import { connect, createServer as createPlainServer, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";

import { readHead, type RequestHead } from "./request-head.ts";
import { serveSockets } from "./serve-sockets.ts";

export interface ConnectProxyOptions {
  /** The proxy itself speaks TLS. */
  tls?: TlsOptions;
  /** Status and reason of every answer, instead of a connection. */
  refuse?: string;
}

/** An HTTP proxy for tests: CONNECT, and whole requests to `http:`. Every name leads to 127.0.0.1. Stops with its test. */
export class ConnectProxy {
  readonly port: number;
  /** Requests to the proxy itself, oldest first. */
  readonly requests: RequestHead[];

  private constructor(port: number, requests: RequestHead[]) {
    this.port = port;
    this.requests = requests;
  }

  static async start({ tls, refuse }: ConnectProxyOptions = {}): Promise<ConnectProxy> {
    const requests: RequestHead[] = [];
    const take = (socket: Socket) => void serve(socket, requests, refuse);
    const server = tls ? createTlsServer(tls, take).on("tlsClientError", () => {}) : createPlainServer(take);
    return new ConnectProxy(await serveSockets(server), requests);
  }
}

async function serve(near: Socket, requests: RequestHead[], refuse: string | undefined): Promise<void> {
  const { head, rest } = await readHead(near);
  if (!head) return;
  requests.push(head);
  if (refuse !== undefined) return void near.end(`HTTP/1.1 ${refuse}\r\nContent-Length: 0\r\n\r\n`);
  const tunnel = head.method === "CONNECT";
  const target = new URL(tunnel ? `http://${head.target}` : head.target);
  const far = connect(Number(target.port || 80), "127.0.0.1", () => {
    if (tunnel) near.write("HTTP/1.1 200 Connection established\r\n\r\n");
    else far.write(`${head.method} ${target.pathname}${target.search} HTTP/1.1\r\n${passedOn(head)}\r\n\r\n`);
    far.write(rest);
    near.pipe(far).pipe(near);
  });
  far.on("error", () => near.destroy());
  near.once("close", () => far.destroy());
}

function passedOn({ headers }: RequestHead): string {
  const lines = [...headers].filter(([name]) => !name.startsWith("proxy-")).map(([name, value]) => `${name}: ${value}`);
  return [...lines, "connection: close"].join("\r\n");
}
