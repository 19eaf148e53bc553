import type { Socket } from "node:net";

import { destinationOf } from "../destination.ts";
import type { ReachOptions, ReachOutcome } from "../network-ports.ts";
import { connectTls } from "./connect-tls.ts";
import { lossOf, proxyRefusal } from "./connection-loss.ts";
import { type PreparedRoute, prepareRoute } from "./prepared-route.ts";
import type { BunProxy } from "./proxy.ts";
import type { TlsSettings } from "./tls-settings.ts";

/** Most bytes of a proxy's answer to CONNECT. */
const longestAnswer = 16 * 1024;

/**
 * Connects up to TLS and hangs up. With TLS 1.3 a server that does not like the client's certificate says so after our
 * side is through, and after this has looked away.
 */
export async function reach(options: ReachOptions): Promise<ReachOutcome> {
  const { url, signal, timeoutMs } = options;
  const prepared = prepareRoute(url, options);
  if (!prepared.usable) return { reached: false, loss: prepared.loss };
  const way = new Way();
  const over = Promise.withResolvers<never>();
  const timeout = AbortSignal.timeout(timeoutMs);
  const stop = AbortSignal.any([signal, timeout]);
  const end = () => over.reject(new Error("timed out"));
  stop.addEventListener("abort", end, { once: true });
  if (stop.aborted) end();
  try {
    await Promise.race([connect(url, prepared, way), over.promise]);
    return { reached: true };
  } catch (error) {
    if (error instanceof ProxyRefusal && options.proxy) {
      return { reached: false, loss: proxyRefusal(error.status, options.proxy) };
    }
    if (signal.aborted) return { reached: false, loss: { code: "ABORTED", message: "the attempt was given up" } };
    if (timeout.aborted) {
      return { reached: false, loss: { code: "TIMEOUT", message: `no connection within ${timeoutMs} ms` } };
    }
    return { reached: false, loss: lossOf(error, options) };
  } finally {
    stop.removeEventListener("abort", end);
    way.close();
  }
}

/** The proxy has answered with this status instead of a tunnel. */
export class ProxyRefusal extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`HTTP ${status}`);
    this.status = status;
  }
}

/** The sockets of one attempt. */
export class Way {
  readonly #sockets: Socket[] = [];

  /** Resolves with the socket once `ready` has come. */
  through(socket: Socket, ready: "connect" | "secureConnect"): Promise<Socket> {
    this.#sockets.push(socket);
    const { promise, resolve, reject } = Promise.withResolvers<Socket>();
    socket.once(ready, () => resolve(socket));
    socket.on("error", reject);
    socket.once("close", () => reject(Object.assign(new Error("closed"), { code: "ECONNRESET" })));
    return promise;
  }

  close(): void {
    for (const socket of this.#sockets.toReversed()) socket.destroy();
  }
}

async function connect(url: string, { tls, proxy, proxyTls }: PreparedRoute, way: Way): Promise<void> {
  const target = destinationOf(url);
  if (!proxy) return void (await open(target, tls, way));
  const socket = await open(destinationOf(proxy.url), proxyTls, way);
  // A request to a server without TLS goes to the proxy itself.
  if (!tls) return;
  await tunnel(socket, target, proxy);
  await way.through(connectTls({ socket }, target.host, tls), "secureConnect");
}

function open({ host, port }: { host: string; port: number }, tls: TlsSettings | undefined, way: Way): Promise<Socket> {
  if (tls) return way.through(connectTls({ host, port }, host, tls), "secureConnect");
  return way.through(process.getBuiltinModule("node:net").connect({ host, port }), "connect");
}

/** Asks the proxy for a way to the target. */
export async function tunnel(
  socket: Socket,
  { host, port }: { host: string; port: number },
  proxy: BunProxy,
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
