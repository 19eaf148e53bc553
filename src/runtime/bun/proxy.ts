import { decodePercent } from "../decode-percent.ts";
import type { ProxyOptions } from "../network-ports.ts";
import { joinHeaders } from "./headers.ts";

/** A proxy as Bun takes it, its credentials moved from the URL to a header, so that no error can quote them. */
export interface BunProxy {
  url: string;
  headers: Record<string, string>;
}

/** `undefined` where the URL is none of a proxy that can be used. */
export function bunProxy({ url, headers = [] }: ProxyOptions): BunProxy | undefined {
  const parsed = URL.parse(url);
  if (!parsed || !["http:", "https:"].includes(parsed.protocol)) return undefined;
  const { username, password } = parsed;
  const basic = Buffer.from(`${decodePercent(username)}:${decodePercent(password)}`).toString("base64");
  parsed.username = "";
  parsed.password = "";
  const named = joinHeaders(headers);
  const hasCredentials = username + password !== "";
  return {
    url: parsed.href,
    headers: { ...(hasCredentials && { "proxy-authorization": `Basic ${basic}` }), ...named },
  };
}

/**
 * Starts a connection while `NO_PROXY` is out of sight: whether a proxy is used is decided by the caller, but Bun would
 * pass over the proxy that it was given. It looks at the variable before this returns.
 */
export function pastNoProxy<Value>(start: () => Value): Value {
  const hidden = Object.entries(process.env).filter(([name]) => name.toUpperCase() === "NO_PROXY");
  for (const [name] of hidden) delete process.env[name];
  try {
    return start();
  } finally {
    for (const [name, value] of hidden) process.env[name] = value;
  }
}
