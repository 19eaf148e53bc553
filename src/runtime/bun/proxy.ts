import type { ProxyOptions } from "../ports.ts";
import { joinHeaders } from "./headers.ts";

/**
 * A proxy as the runtime takes it. User information becomes a header here, so that no message of the runtime can hold it.
 */
export function proxyTarget({ url, headers = [] }: ProxyOptions): { url: string; headers: Record<string, string> } {
  const target = new URL(url);
  const { username, password } = target;
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  target.username = "";
  target.password = "";
  const own = username === "" ? [] : [["proxy-authorization", `Basic ${btoa(toLatin1(credentials))}`] as const];
  return { url: target.href, headers: joinHeaders([...own, ...headers]) };
}

/** The bytes of UTF-8 as characters, which `btoa` takes (RFC 7617, 2.1). */
function toLatin1(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}
