import type { ServerConfig } from "../config/types.ts";
import type { FileRoute } from "../packages/download-types.ts";
import { destinationOf } from "../runtime/destination.ts";
import type { TlsOptions } from "../runtime/network-ports.ts";
import type { Clock, Files } from "../runtime/ports.ts";
import type { Log } from "../telemetry/log.ts";
import { chooseProxy } from "./choose-proxy.ts";
import { TlsMaterial } from "./tls-material.ts";

export interface FileRouteOptions {
  server: ServerConfig;
  files: Pick<Files, "read">;
  clock: Pick<Clock, "now">;
  /** Where proxies may be named. */
  env: Readonly<Record<string, string>>;
  log: Log;
}

/**
 * How files of packages are reached, by the operator's settings of `server`. The proxy is chosen as for the OpAMP server, by the address of
 * the file. At the origin of the OpAMP server TLS is the same, client certificate and all. Another host, which only the server has named,
 * is trusted by the roots of the system beside those of `server.tls`; it is shown no certificate, and is verified even where the server
 * is not. Files are read anew for each request, for the first time with the first one.
 */
export function fileRoute(options: FileRouteOptions): (url: string) => Promise<FileRoute> {
  const { server, env } = options;
  let open: TlsMaterial | undefined;
  return async (url) => {
    const choice = chooseProxy({ endpoint: url, configured: server.proxyUrl, env });
    if (choice.use === "refused") return { usable: false, code: "PROXY", reason: choice.reason };
    const material = open ?? new TlsMaterial({ ...options, tls: server.tls });
    const faults = open ? [] : await material.open();
    if (faults.length > 0) {
      const reason = faults.map(({ key, message }) => `server::tls::${key}: ${message}`).join("; ");
      return { usable: false, code: "TLS_FILE", reason };
    }
    if (open) await material.refresh();
    open = material;
    const tls = isSameOrigin(url, server.endpoint) ? material.options : forOthers(material.options);
    const proxy = choice.use === "proxy" ? { url: choice.url, headers: server.proxyConnectHeaders } : undefined;
    return { usable: true, tls, ...(proxy && { proxy }) };
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
