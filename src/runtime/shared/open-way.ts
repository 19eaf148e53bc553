import type { Socket } from "node:net";

import { destinationOf } from "../destination.ts";
import { connectTls } from "./connect-tls.ts";
import type { PreparedRoute } from "./prepared-route.ts";
import { ProxyRefusal } from "./proxy-refusal.ts";
import type { PreparedProxy } from "./proxy.ts";
import type { TlsSettings } from "./tls-settings.ts";

/** Most bytes of a proxy's answer to CONNECT. */
const longestAnswer = 16 * 1024;

/** The sockets of one attempt. */
export class Way {
  readonly #sockets: Socket[] = [];
  readonly #others: (() => void)[] = [];

  /** Resolves with the socket once `ready` has come. */
  through(socket: Socket, ready: "connect" | "secureConnect"): Promise<Socket> {
    this.#sockets.push(socket);
    const { promise, resolve, reject } = Promise.withResolvers<Socket>();
    socket.once(ready, () => resolve(socket));
    socket.on("error", reject);
    socket.once("close", () => reject(Object.assign(new Error("closed"), { code: "ECONNRESET" })));
    return promise;
  }

  /** What goes over the sockets is closed before them. */
  alsoClose(close: () => void): void {
    this.#others.push(close);
  }

  close(): void {
    for (const close of this.#others) close();
    for (const socket of this.#sockets.toReversed()) socket.destroy();
  }
}

export interface WayOptions {
  /** Ask a proxy for a way to a target without TLS too. Default: no; a request of HTTP/1.1 goes to the proxy itself. */
  tunnelsPlain?: boolean;
  /** Offered to a target with TLS (ALPN). Default: none. */
  protocols?: readonly string[];
}

/** A socket to the target, up to TLS. Rejects with what went wrong, `ProxyRefusal` among it. */
export async function connectThrough(
  url: string,
  { tls, proxy, proxyTls }: PreparedRoute,
  way: Way,
  { tunnelsPlain = false, protocols = [] }: WayOptions = {},
): Promise<Socket> {
  const target = destinationOf(url);
  if (!proxy) return await open(target, tls, way, protocols);
  const socket = await open(destinationOf(proxy.url), proxyTls, way);
  if (!tls && !tunnelsPlain) return socket;
  await tunnel(socket, target, proxy);
  return tls ? await way.through(connectTls({ socket }, target.host, tls, protocols), "secureConnect") : socket;
}

function open(
  { host, port }: { host: string; port: number },
  tls: TlsSettings | undefined,
  way: Way,
  protocols: readonly string[] = [],
): Promise<Socket> {
  if (tls) return way.through(connectTls({ host, port }, host, tls, protocols), "secureConnect");
  return way.through(process.getBuiltinModule("node:net").connect({ host, port }), "connect");
}

/** Asks the proxy for a way to the target. */
export async function tunnel(
  socket: Socket,
  { host, port }: { host: string; port: number },
  proxy: PreparedProxy,
): Promise<void> {
  const authority = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const headers = Object.entries({ host: authority, ...proxy.headers }).map(([name, value]) => `${name}: ${value}`);
  socket.write(`${[`CONNECT ${authority} HTTP/1.1`, ...headers].join("\r\n")}\r\n\r\n`);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let answer = "";
  const take = (data: Buffer) => {
    answer += data.toString("latin1");
    if (answer.includes("\r\n\r\n") || answer.length > longestAnswer) resolve(answer);
  };
  socket.on("data", take);
  socket.once("close", () => reject(Object.assign(new Error("closed"), { code: "ECONNRESET" })));
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(await promise)?.[1] ?? 0);
  socket.off("data", take);
  if (status < 200 || status > 299) throw new ProxyRefusal(status);
}
