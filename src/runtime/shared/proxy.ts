import { decodePercent } from "../decode-percent.ts";
import type { ProxyOptions } from "../network-ports.ts";
import { joinHeaders } from "./headers.ts";

/** A proxy whose credentials are moved from the URL to a header, so that no error can quote them. */
export interface PreparedProxy {
  url: string;
  headers: Record<string, string>;
}

/** `undefined` where the URL is none of a proxy that can be used. */
export function prepareProxy({ url, headers = [] }: ProxyOptions): PreparedProxy | undefined {
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
