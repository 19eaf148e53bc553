import type { ServerConfig } from "../config/types.ts";
import type { RouteAnswer, RouteProvider, ServerRoute } from "../opamp/client/route.ts";
import type { Cancel, Clock, Files } from "../runtime/ports.ts";
import type { Log } from "../telemetry/log.ts";
import { chooseProxy } from "./choose-proxy.ts";
import { TlsMaterial } from "./tls-material.ts";

/** How often the files are looked at while a connection lasts, where `reload_interval` does not say it: once a day. */
const defaultReloadMs = 24 * 60 * 60 * 1000;

export interface OpenServerRouteOptions {
  server: ServerConfig;
  files: Pick<Files, "read">;
  clock: Clock;
  /** Where proxies may be named. */
  env: Readonly<Record<string, string>>;
  log: Log;
}

/** What is wrong, and the path of the key that is to blame; no path where it is the environment. */
export interface RouteProblem {
  path?: readonly string[];
  message: string;
}

export type ServerRouteOpening = { opened: true; route: OpenedRoute } | { opened: false; problems: RouteProblem[] };

export interface OpenedRoute {
  /** For the client: reads the files of `server.tls` anew each time. Answers at once where there are none. */
  provide: RouteProvider;
  /** Nothing is read any more. */
  close: Cancel;
}

/**
 * The way to the OpAMP server that `supervisor.yaml` describes. Material that cannot be used is named here, before any
 * connection; certificates that are over or not yet valid are told in the log and tried all the same, since a wrong clock
 * must not keep the Collector from running.
 */
export async function openServerRoute(options: OpenServerRouteOptions): Promise<ServerRouteOpening> {
  const { server, clock, env, log } = options;
  const material = new TlsMaterial({ ...options, tls: server.tls });
  const problems: RouteProblem[] = (await material.open()).map(({ key, message }) => ({
    path: ["server", "tls", key],
    message,
  }));
  const choose = (endpoint: string) => chooseProxy({ endpoint, configured: server.proxyUrl, env });
  const choice = choose(server.endpoint);
  if (choice.use === "refused") problems.push({ message: choice.reason });
  if (problems.length > 0) return { opened: false, problems };
  if (choice.use === "proxy") {
    const shown = { proxy: new URL(choice.url).host, from: choice.from };
    log.info("The OpAMP server is reached through a proxy", shown);
  }
  material.tellConcerns();

  const answer = (redirectedTo?: string): RouteAnswer => {
    const chosen = redirectedTo === undefined ? choice : choose(redirectedTo);
    if (chosen.use === "refused") return { usable: false, code: "PROXY", reason: chosen.reason };
    const route: ServerRoute = {
      url: server.endpoint,
      headers: server.headers,
      tls: material.options,
      ...(chosen.use === "proxy" && { proxy: { url: chosen.url, headers: server.proxyConnectHeaders } }),
      ...(server.compression && { compression: true }),
    };
    return { usable: true, route };
  };
  if (!material.hasFiles)
    return { opened: true, route: { provide: (_signal, redirectedTo) => answer(redirectedTo), close: () => {} } };
  const close = repeat(clock, server.tls.reloadIntervalMs ?? defaultReloadMs, async () => {
    await material.refresh();
    material.tellConcerns();
  });
  return {
    opened: true,
    route: { provide: async (_signal, redirectedTo) => (await material.refresh(), answer(redirectedTo)), close },
  };
}

/** Does the work again and again, `periodMs` after it was done. */
function repeat(clock: Clock, periodMs: number, work: () => Promise<void>): Cancel {
  let open = true;
  let cancel: Cancel = () => {};
  const arm = () => {
    if (open) cancel = clock.schedule(periodMs, () => void work().then(arm));
  };
  arm();
  return () => {
    open = false;
    cancel();
  };
}
