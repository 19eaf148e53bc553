import type { UsageFault } from "../../config/problem.ts";
import type { SupervisorConfig } from "../../config/types.ts";
import type { AuthOpening, OpenAuthOptions, OpenedAuth } from "../../connection/auth/open-auth.ts";
import type { OpenedRoute } from "../../connection/server-route.ts";
import type { OpAMPConnectionSettings } from "../../opamp/wire/messages.ts";
import type { FileRoute } from "../../packages/download-types.ts";
import type { Cancel, Runtime } from "../../runtime/ports.ts";
import type { Log } from "../../telemetry/log.ts";
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

export type OpenFileRoute = (
  inForce: () => OpAMPConnectionSettings | undefined,
) => (url: string, signal: AbortSignal) => Promise<FileRoute>;

export type UpstreamOpening =
  | {
      opened: true;
      connect: Connect;
      /** How files of packages are reached; `inForce`: of what the server has offered. */
      fileRoute: OpenFileRoute;
      /** What must not be told anybody, beside what stands in `server`. */
      hidden(): readonly string[];
      /** Nothing is read for it any more. */
      close: Cancel;
    }
  | { opened: false; problems: UsageFault[] };

/** Prepares the connection to the OpAMP server. What it takes is loaded only where there is a server. */
export async function openUpstream({ config, runtime, log }: OpenUpstreamOptions): Promise<UpstreamOpening> {
  const { server, connection } = config;
  if (server === undefined) {
    log.info("No OpAMP server is configured: the Collector is supervised without one");
    const fileRoute = () => () => Promise.resolve(noFiles);
    return { opened: true, connect: () => noUpstream, fileRoute, hidden: () => [], close: () => {} };
  }
  const [{ openServerRoute }, { createUpstream }] = await Promise.all([
    import("../../connection/server-route.ts"),
    import("./upstream.ts"),
  ]);
  const options = { ...runtime, env: runtime.host.env, log: log.named("opamp-client") };
  const allows = { allowOtherAuthorities: connection.acceptOtherAuthorities };
  const way = await openServerRoute({ ...options, server, allows });
  const auth = server.auth && (await openAuth({ ...options, auth: server.auth }));
  if (!way.opened) return auth?.opened === false ? { ...way, problems: [...way.problems, ...auth.problems] } : way;
  const { provide, close } = way.route;
  if (auth?.opened === false) {
    close();
    return auth;
  }
  const around: OpenedAuth["around"] = auth?.auth.around ?? ((provider) => provider);
  const route: OpenedRoute = { ...way.route, provide: (offered) => around(provide(offered)) };
  const hidden = auth?.auth.hidden ?? (() => []);
  // Loaded with the first file.
  const fileRoute: OpenFileRoute = (inForce) => async (url, signal) => {
    const { fileRoute: open } = await import("../../connection/file-route.ts");
    return await open({ server, provide, around, inForce, env: options.env })(url, signal);
  };
  return { opened: true, connect: (agent) => createUpstream({ ...agent, server, route }), fileRoute, hidden, close };
}

const noFiles: FileRoute = { usable: false, code: "NO_SERVER", reason: "there is no server that could offer packages" };

/** What knows credentials is loaded where they are configured. */
async function openAuth(options: OpenAuthOptions): Promise<AuthOpening> {
  return await (await import("../../connection/auth/open-auth.ts")).openAuth(options);
}
