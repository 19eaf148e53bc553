import type { Listener } from "../../../src/runtime/listen-ports.ts";
import type { Log } from "../../../src/telemetry/log.ts";
import { messagePage } from "../pages/message-page.ts";
import { refusalOf, withSecurityHeaders } from "./guard.ts";
import { mediaType } from "./media-type.ts";
import { plain } from "./respond.ts";
import { createRouter, type Route } from "./router.ts";

/** Largest request body, bytes: of a package that is uploaded, and of every other request. */
const maxUploadBytes = 1024 * 1024 * 1024;
const maxBodyBytes = 4 * 1024 * 1024;

export interface ServePagesOptions {
  log: Log;
  /** 0 = any free port. */
  port: number;
  routes: readonly Route[];
}

/** Serves the routes on 127.0.0.1 only: the pages ask nobody for a password. Throws an `Error` with `code`. */
export function servePages({ log, port, routes }: ServePagesOptions): Listener {
  const route = createRouter(routes);
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port,
    development: false,
    reusePort: false,
    maxRequestBodySize: maxUploadBytes,
    fetch: async (request, connection) => {
      const refusal = refusalOf(request);
      if (refusal !== undefined) return withSecurityHeaders(plain(403, refusal));
      if (isTooLarge(request)) return withSecurityHeaders(plain(413, "That is more than a page sends."));
      const response = await route(request);
      if (response.headers.get("content-type") === "text/event-stream") connection.timeout(request, 0);
      return withSecurityHeaders(response);
    },
    error: (error) => {
      log.error("A request for a page failed", { error: error.message });
      const text = "The log of the server says more.";
      return withSecurityHeaders(messagePage({ status: 500, title: "Something went wrong", text }));
    },
  });
  return { port: server.port ?? port, stop: () => server.stop(true) };
}

/** Browsers and other programs announce the length of what they send; only an upload may be long. */
function isTooLarge(request: Request): boolean {
  if (request.body === null || mediaType(request) === "multipart/form-data") return false;
  const length = request.headers.get("content-length");
  return length === null || Number(length) > maxBodyBytes;
}
