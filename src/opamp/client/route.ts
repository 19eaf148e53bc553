import type { Route } from "../../runtime/network-ports.ts";

/** The way to an OpAMP server. */
export interface ServerRoute extends Route {
  /** `ws:` and `wss:` choose WebSocket, `http:` and `https:` plain HTTP. Used as it is; no path is added. */
  url: string;
  /**
   * WebSocket: offer permessage-deflate. HTTP: gzip the requests; a gzipped answer is always taken. Default: no, since
   * after the first report messages are small, and content of others beside secrets should not be compressed together.
   */
  compression?: boolean;
  /** Who gave the credentials among the headers. Default: nobody who could give others. */
  credentials?: RouteCredentials;
}

/** The one who gives the credentials of a route. */
export interface RouteCredentials {
  /** For the log. */
  from: string;
  /** The server has answered 401. Returns whether other credentials can be had at once, so that it is tried soon. */
  refused(): boolean;
}

/** Where to connect, or why that cannot be said now. */
export type RouteAnswer =
  | { usable: true; route: ServerRoute }
  /** `code` is for machines (`TLS_FILE`, …), `reason` for the log: which file, what is wrong; no secret. */
  | { usable: false; code: string; reason: string };

/**
 * Asked before each attempt to connect, so that material which changed is used by the next connection; over HTTP also
 * before each further request, of which the newest headers, TLS options and proxy are used. An answer that is at hand
 * needs no promise. An error that it throws counts as an answer that is not usable. The signal is
 * aborted when nobody waits for the answer any more.
 *
 * `redirectedTo`: the address that a redirect of the server leads to, at the same host, where the message goes now. Of the
 * answer its headers, TLS options and proxy are used, which are to be those for this address: there may be another
 * proxy for `wss:` than for `ws:`.
 */
export type RouteProvider = (signal: AbortSignal, redirectedTo?: string) => RouteAnswer | Promise<RouteAnswer>;

/** A way that never changes. */
export function fixedRoute(route: ServerRoute): RouteProvider {
  return () => ({ usable: true, route });
}

/** The two ways that OpAMP can go; the scheme of the URL chooses. */
export type TransportKind = "websocket" | "http";

/** The transport of a URL; `undefined` where it is none of OpAMP. */
export function transportOf(url: string): TransportKind | undefined {
  const protocol = URL.parse(url)?.protocol;
  if (protocol === "ws:" || protocol === "wss:") return "websocket";
  return protocol === "http:" || protocol === "https:" ? "http" : undefined;
}
