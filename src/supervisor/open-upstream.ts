import type { ServerConfig } from "../config/types.ts";
import type { RouteProblem } from "../connection/server-route.ts";
import type { Cancel, Runtime } from "../runtime/ports.ts";
import type { Log } from "../telemetry/log.ts";
import { noUpstream, type Upstream } from "./no-upstream.ts";
import type { UpstreamOptions } from "./upstream.ts";

export interface OpenUpstreamOptions {
  /** `undefined`: there is none. */
  server: ServerConfig | undefined;
  runtime: Runtime;
  log: Log;
}

/** Makes the connection for an agent; called once. */
export type Connect = (agent: Omit<UpstreamOptions, "server" | "route">) => Upstream;

export type UpstreamOpening =
  | { opened: true; connect: Connect; /** Nothing is read for it any more. */ close: Cancel }
  | { opened: false; problems: RouteProblem[] };

/** Prepares the connection to the OpAMP server. What it takes is loaded only where there is a server. */
export async function openUpstream({ server, runtime, log }: OpenUpstreamOptions): Promise<UpstreamOpening> {
  if (server === undefined) {
    log.info("No OpAMP server is configured: the Collector is supervised without one");
    return { opened: true, connect: () => noUpstream, close: () => {} };
  }
  const [{ openServerRoute }, { createUpstream }] = await Promise.all([
    import("../connection/server-route.ts"),
    import("./upstream.ts"),
  ]);
  const way = await openServerRoute({ ...runtime, server, env: runtime.host.env, log: log.named("opamp-client") });
  if (!way.opened) return way;
  const { provide: route, close } = way.route;
  return { opened: true, connect: (agent) => createUpstream({ ...agent, server, route }), close };
}
