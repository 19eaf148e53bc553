/** What `healthcheck::endpoint` asks for. */
export type HealthAddress =
  | { is: "off" }
  /** No host and port can be read in it, which serves nothing, as in the Go supervisor. */
  | { is: "unreadable" }
  | { is: "wrong-port"; port: number }
  | { is: "on"; hostname: string; port: number };

/**
 * Reads `host:port` as the Go supervisor does: without a port, or with port 0, health is not served. An empty host is
 * every address; `localhost` is 127.0.0.1, so that a probe need not guess which one it became.
 */
export function readHealthAddress(endpoint: string): HealthAddress {
  if (endpoint === "") return { is: "off" };
  const [, bracketed, bare = "", digits = ""] = /^(?:\[([^\]]*)\]|([^:[\]]*)):([+-]?\d+)$/.exec(endpoint) ?? [];
  if (digits === "") return { is: "unreadable" };
  const port = Number(digits);
  if (port === 0) return { is: "off" };
  if (port < 0 || port > 65_535) return { is: "wrong-port", port };
  return { is: "on", hostname: hostnameOf(bracketed ?? bare), port };
}

function hostnameOf(host: string): string {
  if (host === "") return "::";
  return host === "localhost" ? "127.0.0.1" : host;
}
