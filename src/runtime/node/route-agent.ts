import { Agent, type ClientRequestArgs } from "node:http";
import type { Duplex } from "node:stream";

import { sha256 } from "../sha256.ts";
import { connectThrough, Way } from "../shared/open-way.ts";
import type { PreparedRoute } from "../shared/prepared-route.ts";

/** How long a connection that nobody needs is kept, milliseconds: longer than the usual 30 s between two polls. */
const idleMs = 75_000;

type Connected = (error: Error | null, socket?: Duplex) => void;

/** Connections of one way, each used for one request after the other. */
class RouteAgent extends Agent {
  readonly #url: string;
  readonly #prepared: PreparedRoute;

  constructor(url: string, prepared: PreparedRoute, keepAlive: boolean) {
    super({ keepAlive, timeout: idleMs });
    this.#url = url;
    this.#prepared = prepared;
  }

  override createConnection(_options: ClientRequestArgs, callback?: unknown): undefined {
    const connected = callback as Connected;
    const way = new Way();
    connectThrough(this.#url, this.#prepared, way).then(
      (socket) => connected(null, socket),
      (error: unknown) => {
        way.close();
        connected(error instanceof Error ? error : new Error(String(error)));
      },
    );
  }
}

let last: { key: string; agent: RouteAgent } | undefined;

/**
 * Whose connections a request uses. Those of the way that was gone last are kept, as requests go the same way again and again; a
 * way that has changed its certificates or its proxy is another one.
 */
export function agentFor(prepared: PreparedRoute, url: string): Agent {
  const { tls, proxy, proxyTls } = prepared;
  // Some proxies close after each answer without having said so, and what goes out on such a connection is lost.
  if (proxy !== undefined && tls === undefined) return new RouteAgent(url, prepared, false);
  const key = sha256(JSON.stringify([new URL(url).origin, tls, proxy, proxyTls]));
  if (last?.key !== key) {
    last?.agent.destroy();
    last = { key, agent: new RouteAgent(url, prepared, true) };
  }
  return last.agent;
}
