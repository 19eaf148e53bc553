import type { SupervisorConfig } from "../config/types.ts";
import type { RouteProblem } from "../connection/server-route.ts";
import type { Cancel, Runtime } from "../runtime/ports.ts";
import type { Log } from "../telemetry/log.ts";
import { noUpstream, type Upstream } from "./no-upstream.ts";
import type { UpstreamOptions } from "./upstream.ts";

export interface OpenUpstreamOptions {
  /** Without a server there is none. */
  config: Pick<SupervisorConfig, "server" | "connection">;
  runtime: Runtime;
  log: Log;
}

/** Makes the connection for an agent; called once. */
export type Connect = (agent: Omit<UpstreamOptions, "server" | "route">) => Upstream;

export type UpstreamOpening =
  | { opened: true; connect: Connect; /** Nothing is read for it any more. */ close: Cancel }
  | { opened: false; problems: RouteProblem[] };

/** Prepares the connection to the OpAMP server. What it takes is loaded only where there is a server. */
export async function openUpstream({ config, runtime, log }: OpenUpstreamOptions): Promise<UpstreamOpening> {
  const { server, connection } = config;
  if (server === undefined) {
    log.info("No OpAMP server is configured: the Collector is supervised without one");
    return { opened: true, connect: () => noUpstream, close: () => {} };
  }
  const [{ openServerRoute }, { createUpstream }] = await Promise.all([
    import("../connection/server-route.ts"),
    import("./upstream.ts"),
  ]);
  const allows = { allowOtherAuthorities: connection.acceptOtherAuthorities };
  const { env } = runtime.host;
  const way = await openServerRoute({ ...runtime, server, allows, env, log: log.named("opamp-client") });
  if (!way.opened) return way;
  const { route } = way;
  return { opened: true, connect: (agent) => createUpstream({ ...agent, server, route }), close: route.close };
}
