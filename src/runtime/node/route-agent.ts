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

/** Of so many ways at most the connections are kept: the server's, and where telemetry goes. */
const mostAgents = 8;

/** The way that was gone longest ago first. */
const agents = new Map<string, RouteAgent>();

/**
 * Whose connections a request uses: those of its way, as requests go the same way again and again. A way that has changed its
 * certificates or its proxy is another one. What is kept no longer is closed once it has been idle for its time.
 */
export function agentFor(prepared: PreparedRoute, url: string): Agent {
  const { tls, proxy, proxyTls } = prepared;
  // Some proxies close after each answer without having said so, and what goes out on such a connection is lost.
  if (proxy !== undefined && tls === undefined) return new RouteAgent(url, prepared, false);
  const key = sha256(JSON.stringify([new URL(url).origin, tls, proxy, proxyTls]));
  const agent = agents.get(key) ?? new RouteAgent(url, prepared, true);
  agents.delete(key);
  agents.set(key, agent);
  const [oldest] = agents.keys();
  if (agents.size > mostAgents && oldest !== undefined) agents.delete(oldest);
  return agent;
}
