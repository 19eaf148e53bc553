import { afterAll, expect, test } from "bun:test";
import { once } from "node:events";
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { gunzipSync, gzipSync } from "node:zlib";

import type { PostOptions } from "../../../src/runtime/network-ports.ts";
import { post } from "../../../src/runtime/shared/post.ts";
import { serveSockets } from "../../support/serve-sockets.ts";

const server = createHttpServer((request, response) => void answer(request, response));
server.listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = server.address() as AddressInfo;
afterAll(() => server.close());

/** Answers that are given later. */
const late: ServerResponse[] = [];

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? "";
  if (path === "/moved") return void response.writeHead(307, { location: "/echo" }).end();
  if (path === "/never") return;
  if (path === "/late") return void late.push(response);
  const body = await buffer(request);
  if (path === "/bomb") {
    return void response.setHeader("content-encoding", "gzip").end(gzipSync(new Uint8Array(1_000_000)));
  }
  if (path === "/page") return void response.writeHead(503, { "retry-after": "7" }).end("no".repeat(1000));
  const { "x-answer-in": coding, "content-encoding": encoding = "none", "x-token": token = "" } = request.headers;
  if (coding)
    return void response.setHeader("content-encoding", coding).end(path === "/unzipped" ? body : gzipSync(body));
  response.writeHead(200, { "x-encoding": encoding, "x-token": token }).end(body);
}

function options(path: string, more: Partial<PostOptions> = {}): PostOptions {
  return {
    url: `http://127.0.0.1:${port}${path}`,
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
  expect(outcome.answered && [...gunzipSync(outcome.body)]).toEqual([1, 2, 3]);
});

test("an answer over the limit is dropped, also when it is small before decompression", async () => {
  expect(await post(options("/bomb"))).toMatchObject({ answered: false, loss: { code: "TOO_LARGE" } });
});

test.each(["gzip", "GZIP", "x-gzip"])("an answer in the coding %s is inflated", async (coding) => {
  const outcome = await post(options("/", { headers: [["X-Answer-In", coding]] }));
  expect(outcome.answered && [...outcome.body]).toEqual([1, 2, 3]);
});

test("an answer that is not gzipped as it says is against the protocol", async () => {
  expect(await post(options("/unzipped", { headers: [["X-Answer-In", "gzip"]] }))).toEqual({
    answered: false,
    loss: { code: "PROTOCOL", message: "the server answered with something that is not gzipped as its header says" },
  });
});

test("a refusal counts by its status and headers, also with a page that is too large", async () => {
  expect(await post(options("/page"))).toMatchObject({
    answered: true,
    status: 503,
    headers: { "retry-after": "7" },
    body: new Uint8Array(),
  });
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

test.each([
  ["to the server itself is kept for the next request", false, [2]],
  ["to a proxy that passes the request on serves that request alone", true, [1, 1]],
] as const)("a connection %s", async (_, byProxy, perConnection) => {
  const requests: number[] = [];
  const listener = createServer((socket) => {
    const index = requests.push(0) - 1;
    socket.on("data", (data) => {
      if (!data.toString("latin1").startsWith("POST ")) return;
      requests[index] = (requests[index] ?? 0) + 1;
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    });
  });
  const origin = `http://127.0.0.1:${await serveSockets(listener)}`;
  const route = byProxy ? { url: "http://opamp.test/v1/opamp", proxy: { url: origin } } : { url: origin };
  expect(await post(options("", route))).toMatchObject({ answered: true, status: 200 });
  expect(await post(options("", route))).toMatchObject({ answered: true, status: 200 });
  expect(requests).toEqual([...perConnection]);
});

test("a port where nobody listens says so", async () => {
  expect(await post(options("", { url: "http://127.0.0.1:1/" }))).toMatchObject({ loss: { code: "ECONNREFUSED" } });
});

test("an answer that is no HTTP names the peer, without the runtime's advice to its programmers", async () => {
  const { promise, resolve } = Promise.withResolvers<number>();
  const odd = createServer((socket) => {
    socket.on("error", () => {});
    socket.end("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n");
  }).listen(0, "127.0.0.1", () => {
    const address = odd.address();
    resolve(address && typeof address === "object" ? address.port : 0);
  });
  afterAll(() => void odd.close());
  const outcome = await post(options("", { url: `http://127.0.0.1:${await promise}/v1/opamp?key=secret` }));
  const message = outcome.answered ? "" : outcome.loss.message;
  expect(message).toContain("127.0.0.1");
  expect(message).not.toMatch(/verbose|secret/);
});

test("a request goes on while another one goes another way", async () => {
  const waiting = post(options("/late"));
  while (late.length === 0) await setTimeout(1);
  const other = new URL("/echo", `http://localhost:${port}`);
  expect(await post(options("", { url: other.href }))).toMatchObject({ answered: true });
  for (const response of late.splice(0)) response.end("at last");
  expect(await waiting).toMatchObject({ answered: true, status: 200 });
});
