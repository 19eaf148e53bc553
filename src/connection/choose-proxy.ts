import { readProxyUrl } from "../config/proxy-url.ts";
import { destinationOf } from "../runtime/destination.ts";
import { isExcepted } from "./no-proxy.ts";

export interface ChooseProxyOptions {
  /** Where to: `ws:`, `wss:`, `http:` or `https:`. */
  endpoint: string;
  /** `server.proxy_url`, which is stronger than the environment. */
  configured: string | undefined;
  env: Readonly<Record<string, string>>;
}

export type ProxyChoice =
  | { use: "none" }
  /** `from` names where it was found; `url` may hold a password. */
  | { use: "proxy"; url: string; from: string }
  | { use: "refused"; reason: string };

const loopback = ["127.0.0.0/8", "::1"].join();

/**
 * Which proxy a connection takes. Without `server.proxy_url` the environment decides by the rules of Go's `httpproxy`:
 * `HTTPS_PROXY` for `wss` and `https`, `HTTP_PROXY` for `ws` and `http`, in lower case where the upper case is not set;
 * never for `localhost` and loopback addresses, nor for what `NO_PROXY` excepts. Go connects directly where the variable
 * holds no URL; here that is refused, since whoever set it wanted a proxy.
 */
export function chooseProxy({ endpoint, configured, env }: ChooseProxyOptions): ProxyChoice {
  if (configured !== undefined) return { use: "proxy", url: configured, from: "server.proxy_url" };
  const destination = destinationOf(endpoint);
  const { secure } = destination;
  const variable = found(env, secure ? "HTTPS_PROXY" : "HTTP_PROXY");
  if (variable === undefined) return { use: "none" };
  // Go does not forbid it for HTTPS_PROXY, which no request header can set.
  if (!secure && (env["REQUEST_METHOD"] ?? "") !== "") {
    const reason = `${variable.name} is not used under a CGI server (REQUEST_METHOD is set), where a request could have set it`;
    return { use: "refused", reason };
  }
  const isLocal = destination.host === "localhost" || isExcepted(destination, loopback);
  if (isLocal || isExcepted(destination, found(env, "NO_PROXY")?.value ?? "")) return { use: "none" };
  const reading = readProxyUrl(variable.value);
  if (!reading.ok) return { use: "refused", reason: `${variable.name} ${reading.fault}` };
  return { use: "proxy", url: reading.url, from: variable.name };
}

/** The variable in upper case or, where that is not set or empty, in lower case. */
function found(env: Readonly<Record<string, string>>, upper: string): { name: string; value: string } | undefined {
  for (const name of [upper, upper.toLowerCase()]) {
    const value = env[name];
    if (value !== undefined && value !== "") return { name, value };
  }
  return undefined;
}
