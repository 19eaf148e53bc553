import { expect, onTestFinished, test } from "bun:test";
import { createSecureServer, createServer, type Http2Server, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";
import { gunzipSync, gzipSync } from "node:zlib";

import type { CallOptions } from "../../../src/runtime/call-ports.ts";
import { call } from "../../../src/runtime/shared/call.ts";
import { TestAuthority } from "../../support/certificates.ts";

type Answer = (stream: ServerHttp2Stream, request: Request) => void;

interface Request {
  headers: Record<string, unknown>;
  body: Uint8Array;
}

/** Answers every stream once its request has come; ends with its test. */
async function serve(answer: Answer, server: Http2Server = createServer()): Promise<number> {
  server.on("stream", (stream: ServerHttp2Stream, headers) => {
    const pieces: Buffer[] = [];
    stream.on("error", () => {});
    stream.on("data", (piece: Buffer) => pieces.push(piece));
    stream.on("end", () => answer(stream, { headers, body: Buffer.concat(pieces) }));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

function succeed(stream: ServerHttp2Stream, message: Uint8Array): void {
  stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
  stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
  const length = Buffer.alloc(5);
  length.writeUInt32BE(message.length, 1);
  stream.end(Buffer.concat([length, message]));
}

function options(port: number, more: Partial<CallOptions> = {}): CallOptions {
  return {
    url: `http://127.0.0.1:${port}`,
    method: "/a.B/C",
    headers: [["x-token", "a"]],
    message: new Uint8Array([1, 2, 3]),
    maxResponseBytes: 1000,
    timeoutMs: 10_000,
    signal: new AbortController().signal,
    ...more,
  };
}

test("a message and its headers arrive in a frame, and so does the answer", async () => {
  let seen: Request | undefined;
  const port = await serve((stream, request) => {
    seen = request;
    succeed(stream, new Uint8Array([9]));
  });
  expect(await call(options(port))).toEqual({ answered: true, status: 0, text: "", message: new Uint8Array([9]) });
  expect([...(seen?.body ?? [])]).toEqual([0, 0, 0, 0, 3, 1, 2, 3]);
  expect(seen?.headers).toMatchObject({
    ":path": "/a.B/C",
    "x-token": "a",
    te: "trailers",
    "content-type": "application/grpc+proto",
    "grpc-timeout": "10000m",
  });
});

test("a gzipped message says so", async () => {
  let body: Uint8Array = new Uint8Array();
  const port = await serve((stream, request) => {
    body = request.body;
    expect(request.headers["grpc-encoding"]).toBe("gzip");
    succeed(stream, new Uint8Array());
  });
  await call(options(port, { gzip: true }));
  expect(body[0]).toBe(1);
  expect([...gunzipSync(body.subarray(5))]).toEqual([1, 2, 3]);
});

test("an answer in the coding of the request is taken, within the limit", async () => {
  const zipped = (size: number) => gzipSync(new Uint8Array(size).fill(9));
  const answer = (message: Uint8Array) =>
    serve((stream) => {
      stream.respond({ ":status": 200, "grpc-encoding": "gzip" }, { waitForTrailers: true });
      stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
      const head = Buffer.from([1, 0, 0, 0, 0]);
      head.writeUInt32BE(message.length, 1);
      stream.end(Buffer.concat([head, message]));
    });
  expect(await call(options(await answer(zipped(2))))).toMatchObject({ status: 0, message: new Uint8Array([9, 9]) });
  expect(await call(options(await answer(zipped(100_000))))).toMatchObject({ loss: { code: "PROTOCOL" } });
});

test("a status that is not OK comes with its text, also without a body", async () => {
  const port = await serve((stream) =>
    stream.respond({ ":status": 200, "grpc-status": "16", "grpc-message": "who%20are you" }, { endStream: true }),
  );
  expect(await call(options(port))).toMatchObject({ answered: true, status: 16, text: "who are you" });
});

test("what is no gRPC, or too much of it, is a loss", async () => {
  const page = await serve((stream) => {
    stream.respond({ ":status": 404 });
    stream.end("no");
  });
  expect(await call(options(page))).toEqual({
    answered: false,
    loss: { code: "PROTOCOL", message: "the server answered with HTTP 404 and no status of gRPC" },
  });
  const large = await serve((stream) => succeed(stream, new Uint8Array(5000)));
  expect(await call(options(large))).toMatchObject({ loss: { code: "TOO_LARGE" } });
});

test("a peer that never answers costs the time that was given, and a call can be given up", async () => {
  const port = await serve(() => {});
  expect(await call(options(port, { timeoutMs: 50 }))).toMatchObject({ loss: { code: "TIMEOUT" } });
  expect(await call(options(port, { signal: AbortSignal.abort() }))).toMatchObject({ loss: { code: "ABORTED" } });
  expect(await call(options(1))).toMatchObject({ loss: { code: "ECONNREFUSED" } });
});

test("over TLS both sides show their certificates, and a client without one is turned away", async () => {
  const authority = new TestAuthority();
  const tls = { ...authority.server(), ca: authority.cert, requestCert: true, rejectUnauthorized: true };
  const port = await serve((stream) => succeed(stream, new Uint8Array([7])), createSecureServer(tls));
  const url = `https://localhost:${port}`;
  const client = authority.client("me");
  const known = { ca: authority.cert, cert: client.cert, key: client.key };
  expect(await call(options(port, { url, tls: known }))).toMatchObject({ answered: true, status: 0 });
  expect(await call(options(port, { url, tls: { ca: authority.cert } }))).toMatchObject({ answered: false });
  expect(await call(options(port, { url }))).toMatchObject({ answered: false });
});
