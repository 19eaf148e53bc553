import { transportOf } from "./route.ts";

/** Most redirects in a row that are followed. */
const mostHops = 5;

/** Statuses by which each kind of request may be sent elsewhere unchanged. */
const followed = { upgrade: new Set([301, 302, 303, 307, 308]), post: new Set([307, 308]) };

export interface RedirectAnswer {
  /** The address that answered; `ws:`, `wss:`, `http:` or `https:`. */
  url: string;
  request: "upgrade" | "post";
  status: number;
  /** Value of the header Location. */
  location: string | undefined;
  /** How many redirects led to `url`. */
  hops: number;
}

/** `none`: the answer is no redirect. */
export type RedirectDecision = { kind: "none" } | { kind: "follow"; url: string } | { kind: "refused"; reason: string };

/**
 * Where a redirect leads, if it may be followed. The request goes on with the same headers and the same client
 * certificate, so it may only stay where it was sent: at the same origin, or at the same host over TLS where it was not
 * (same port, or both ports the default). Every other target is refused, and named, without what may be secret in it.
 * An upgrade follows 301, 302, 303, 307 and 308, a POST only the two that keep its method (RFC 9110, 15.4). The scheme
 * keeps its family: `https:` in the Location of a WebSocket upgrade is `wss:`.
 */
export function decideRedirect({ url, request, status, location, hops }: RedirectAnswer): RedirectDecision {
  if (status < 300 || status >= 400 || location === undefined) return { kind: "none" };
  const from = new URL(url);
  const to = URL.parse(location, url);
  if (!to || !to.host) return refused("to an address that is none");
  const shown = `${to.protocol}//${to.host}`;
  if (!transportOf(to.href)) return refused(`to ${to.protocol}, which is no OpAMP`);
  if (!followed[request].has(status)) return refused(`to ${shown} with HTTP ${status}, which would change the request`);
  to.protocol = schemeLike(from, isSecure(to));
  to.hash = "";
  to.username = "";
  to.password = "";
  if (!staysAtHost(from, to)) return refused(`to ${shown}, another origin, which would get the credentials`);
  if (hops >= mostHops) return refused(`more than ${mostHops} times in a row`);
  return { kind: "follow", url: to.href };
}

function refused(where: string): RedirectDecision {
  return { kind: "refused", reason: `the server redirects ${where}; use the address it is to be, if that is right` };
}

function staysAtHost(from: URL, to: URL): boolean {
  if (from.hostname !== to.hostname || (isSecure(from) && !isSecure(to))) return false;
  return from.port === to.port;
}

function isSecure({ protocol }: URL): boolean {
  return protocol === "wss:" || protocol === "https:";
}

function schemeLike(from: URL, secure: boolean): string {
  const family = from.protocol.startsWith("ws") ? "ws" : "http";
  return secure ? `${family}s:` : `${family}:`;
}
