import { afterAll, expect, test } from "bun:test";

import { post } from "../../../src/runtime/bun/post.ts";
import type { PostOptions } from "../../../src/runtime/network-ports.ts";

const server = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  development: false,
  reusePort: false,
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === "/moved") return new Response(null, { status: 307, headers: { location: "/echo" } });
    if (pathname === "/never") return new Promise<Response>(() => {});
    const body = new Uint8Array(await request.arrayBuffer());
    if (pathname === "/bomb") {
      return new Response(Bun.gzipSync(new Uint8Array(1_000_000)), { headers: { "content-encoding": "gzip" } });
    }
    const encoding = request.headers.get("content-encoding") ?? "none";
    return new Response(body, { headers: { "x-encoding": encoding, "x-token": request.headers.get("x-token") ?? "" } });
  },
});
afterAll(() => server.stop(true));

function options(path: string, more: Partial<PostOptions> = {}): PostOptions {
  return {
    url: `http://127.0.0.1:${server.port}${path}`,
    headers: [["X-Token", "a"]],
    body: new Uint8Array([1, 2, 3]),
    maxResponseBytes: 1000,
    timeoutMs: 5000,
    signal: new AbortController().signal,
    ...more,
  };
}

test("the body and the headers arrive, and so does the answer", async () => {
  const outcome = await post(options("/echo"));
  expect(outcome).toMatchObject({ answered: true, status: 200, headers: { "x-encoding": "none", "x-token": "a" } });
  expect(outcome.answered && [...outcome.body]).toEqual([1, 2, 3]);
});

test("a gzipped body says so", async () => {
  const outcome = await post(options("/echo", { gzip: true }));
  expect(outcome).toMatchObject({ answered: true, headers: { "x-encoding": "gzip" } });
  expect(outcome.answered && [...Bun.gunzipSync(Uint8Array.from(outcome.body))]).toEqual([1, 2, 3]);
});

test("an answer over the limit is dropped, also when it is small before decompression", async () => {
  expect(await post(options("/bomb"))).toMatchObject({ answered: false, loss: { code: "TOO_LARGE" } });
});

test("a redirect is an answer like any other", async () => {
  expect(await post(options("/moved"))).toMatchObject({ answered: true, status: 307, headers: { location: "/echo" } });
});

test("a server that never answers is given up", async () => {
  expect(await post(options("/never", { timeoutMs: 50 }))).toMatchObject({ loss: { code: "TIMEOUT" } });
  const given = new AbortController();
  const outcome = post(options("/never", { signal: given.signal }));
  given.abort();
  expect(await outcome).toMatchObject({ answered: false, loss: { code: "ABORTED" } });
});

test("a port where nobody listens says so", async () => {
  expect(await post(options("", { url: "http://127.0.0.1:1/" }))).toMatchObject({ loss: { code: "ECONNREFUSED" } });
});
