import type { ServerConfig } from "../config/types.ts";
import type { RouteProvider } from "../opamp/client/route.ts";
import type { OpAMPConnectionSettings } from "../opamp/wire/messages.ts";
import type { FileRoute } from "../packages/download-types.ts";
import { destinationOf } from "../runtime/destination.ts";
import type { TlsOptions } from "../runtime/network-ports.ts";
import { chooseProxy } from "./choose-proxy.ts";
import type { OpenedRoute } from "./server-route.ts";

export interface FileRouteOptions {
  server: ServerConfig;
  /** The way to the OpAMP server, without credentials. */
  provide: OpenedRoute["provide"];
  /** Puts the credentials of `server.auth` around a way. */
  around(route: RouteProvider): RouteProvider;
  /** What the server has offered and is in force. */
  inForce(): OpAMPConnectionSettings | undefined;
  /** Where proxies may be named. */
  env: Readonly<Record<string, string>>;
}

/**
 * How files of packages are reached. At the origin of the OpAMP server in force it is as that server is: TLS, client certificate, proxy,
 * headers and credentials, of the operator and of what was offered and accepted. So it is, by the operator's settings alone, at the origin
 * of `server.endpoint` where another one is in force. Another host, which only the server has named, is shown neither certificate nor
 * credentials, is trusted by the roots of the system beside those of `server.tls`, and is verified even where the server is not; the proxy
 * is chosen by the address of the file. Files and tokens are got anew for each request.
 */
export function fileRoute(options: FileRouteOptions): (url: string, signal: AbortSignal) => Promise<FileRoute> {
  const { server, provide, around, inForce, env } = options;
  return async (url, signal) => {
    const offered = inForce();
    const own = await provide(undefined)(signal, url);
    if (!own.usable) return own;
    const current = offered === undefined ? own : await provide(offered)(signal, url);
    if (!current.usable) return current;
    if (isSameOrigin(url, current.route.url)) return await wayOf(around(provide(offered)), url, signal);
    if (isSameOrigin(url, server.endpoint)) return await wayOf(around(provide(undefined)), url, signal);
    const choice = chooseProxy({ endpoint: url, configured: server.proxyUrl, env });
    if (choice.use === "refused") return { usable: false, code: "PROXY", reason: choice.reason };
    const proxy = choice.use === "proxy" ? { url: choice.url, headers: server.proxyConnectHeaders } : undefined;
    return { usable: true, tls: forOthers(own.route.tls ?? {}), ...(proxy && { proxy }) };
  };
}

async function wayOf(route: RouteProvider, url: string, signal: AbortSignal): Promise<FileRoute> {
  const answer = await route(signal, url);
  if (!answer.usable) return answer;
  const { headers, tls, proxy, credentials } = answer.route;
  return {
    usable: true,
    headers,
    ...(tls && { tls }),
    ...(proxy && { proxy }),
    ...(credentials && { refused: () => credentials.refused() }),
  };
}

function isSameOrigin(url: string, endpoint: string): boolean {
  const [file, server] = [destinationOf(url), destinationOf(endpoint)];
  return file.host === server.host && file.port === server.port && file.secure === server.secure;
}

function forOthers({ ca, minVersion, maxVersion, cipherSuites, curves }: TlsOptions): TlsOptions {
  return {
    ...(ca !== undefined && { ca, includeSystemRoots: true }),
    ...(minVersion && { minVersion }),
    ...(maxVersion && { maxVersion }),
    ...(cipherSuites && { cipherSuites }),
    ...(curves && { curves }),
  };
}
