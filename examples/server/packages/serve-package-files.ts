import { equalSecrets } from "../../../src/runtime/equal-secrets.ts";
import type { Listener } from "../../../src/runtime/listen-ports.ts";
import type { Log } from "../../../src/telemetry/log.ts";

export interface ServePackageFilesOptions {
  log: Log;
  hostname: string;
  /** 0 = any free port. */
  port: number;
  /** PEM. Default: plain http. */
  tls?: { cert: string; key: string };
  /** Requests must show it as `Authorization: Bearer …`. */
  token: string;
  /** The file with this SHA-256, hexadecimal; it need not be there. */
  pathOf(sha256: string): string;
}

const address = /^\/packages\/([0-9a-f]{64})\/[^/]+$/;

/** Serves the files of packages to agents, whole or a part of one (RFC 9110, § 14). Throws an `Error` with `code`. */
export function servePackageFiles(options: ServePackageFilesOptions): Listener {
  const { log, hostname, port, tls, token, pathOf } = options;
  const server = Bun.serve({
    hostname,
    port,
    ...(tls && { tls }),
    development: false,
    reusePort: false,
    // A slow agent reads for long without sending anything.
    idleTimeout: 255,
    fetch: async (request) => {
      if (request.method !== "GET" && request.method !== "HEAD") return new Response(null, { status: 405 });
      if (!equalSecrets(request.headers.get("authorization") ?? "", `Bearer ${token}`)) {
        return new Response("Only what was offered is given away.\n", { status: 401 });
      }
      const sha256 = address.exec(new URL(request.url).pathname)?.[1];
      const file = sha256 === undefined ? undefined : Bun.file(pathOf(sha256));
      if (file === undefined || !(await file.exists())) return new Response("No such file.\n", { status: 404 });
      return partOf(request, file, `"${sha256}"`);
    },
    error: (error) => {
      log.error("A file of a package could not be served", { error: error.message });
      return new Response(null, { status: 500 });
    },
  });
  return { port: server.port ?? port, stop: () => server.stop(true) };
}

function partOf(request: Request, file: Bun.BunFile, etag: string): Response {
  const headers = { etag, "accept-ranges": "bytes", "content-type": "application/octet-stream" };
  const condition = request.headers.get("if-range");
  const wish = condition === null || condition === etag ? request.headers.get("range") : null;
  const [, first = "", last = ""] = /^bytes=(\d+)-(\d*)$/.exec(wish ?? "") ?? [];
  if (first === "") return new Response(file, { headers });
  const [from, to] = [Number(first), Math.min(last === "" ? Infinity : Number(last), file.size - 1)];
  if (from > to) return new Response(null, { status: 416, headers: { "content-range": `bytes */${file.size}` } });
  return new Response(file.slice(from, to + 1), {
    status: 206,
    headers: { ...headers, "content-range": `bytes ${from}-${to}/${file.size}` },
  });
}
