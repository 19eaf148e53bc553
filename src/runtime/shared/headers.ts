import type { Route } from "../network-ports.ts";

/** Values of one name are joined by a comma (RFC 9110, 5.3). */
export function joinHeaders(headers: Route["headers"]): Record<string, string> {
  const joined = new Headers();
  for (const [name, value] of headers) joined.append(name, value);
  return Object.fromEntries(joined);
}
