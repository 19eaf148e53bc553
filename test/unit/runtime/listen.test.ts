import { afterAll, describe, expect, test } from "bun:test";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { request as requestTls } from "node:https";
import { buffer } from "node:stream/consumers";
import { gunzipSync, gzipSync } from "node:zlib";

import { WebSocket } from "ws";

import { giveBackMemory } from "#runtime/engine.ts";

import type {
  AcceptedSocket,
  BodyOutcome,
  HttpAnswer,
  Listener,
  ListenOptions,
} from "../../../src/runtime/listen-ports.ts";
import { createNetwork } from "../../../src/runtime/shared/network.ts";
import { makeCertificates } from "../../support/certificates.ts";
import { EventQueue } from "../../support/event-queue.ts";
import { RawConnection } from "../../support/raw-connection.ts";

const limit = 1 << 20;
const listeners: Listener[] = [];
afterAll(async () => void (await Promise.all(listeners.map((listener) => listener.stop()))));

interface ListenEvent {
  kind: "open" | "message" | "text" | "pong" | "drained" | "closed";
  socket: AcceptedSocket<string>;
  length?: number;
  code?: number;
}

async function listen(options: Partial<ListenOptions<string>> = {}) {
  const events = new EventQueue<ListenEvent>();
  const listener = await createNetwork().listen<string>({
    hostname: "127.0.0.1",
    port: 0,
    maxMessageBytes: limit,
    bodyTimeoutMs: 10_000,
    request: ({ path }) => ({ kind: "upgrade", context: path }),
    open: (socket) => events.push({ kind: "open", socket }),
    message: (socket, { length }) => events.push({ kind: "message", socket, length }),
    text: (socket) => events.push({ kind: "text", socket }),
    pong: (socket) => events.push({ kind: "pong", socket }),
    drained: (socket) => events.push({ kind: "drained", socket }),
    closed: (socket, code) => events.push({ kind: "closed", socket, code }),
    ...options,
  });
  listeners.push(listener);
  return { listener, events, port: listener.port, url: `http://localhost:${listener.port}` };
}

/** A listener that reads the body of every request and says what it got. */
async function reading(options: Partial<ListenOptions<string>> & { answer?: HttpAnswer } = {}) {
  const bodies = new EventQueue<BodyOutcome>();
  const answer = (body: BodyOutcome): HttpAnswer => {
    bodies.push(body);
    return options.answer ?? { status: 200, body: body.read ? `${body.body.length} bytes` : body.failure };
  };
  const { url, port } = await listen({
    request: ({ headers }) => ({ kind: "read", gzip: headers.get("content-encoding") === "gzip", answer }),
    ...options,
  });
  const post = async (body: Uint8Array | ReadableStream<Uint8Array>, headers: Record<string, string> = {}) =>
    await (
      await fetch(url, { method: "POST", body: body instanceof Uint8Array ? body.slice() : body, headers, ...inPieces })
    ).text();
  return { url, port, bodies, post };
}

/** A body that comes piece by piece: some runtimes want to be told. */
const inPieces: object = { duplex: "half" };

async function webSocket(port: number, options: object = { perMessageDeflate: false }): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`, options);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.on("open", resolve);
  socket.on("error", reject);
  await promise;
  socket.on("error", () => {});
  return socket;
}

/** An accepted socket that is full, as its peer does not read, and paused. */
async function blocked() {
  const { port, events } = await listen();
  const peer = await RawConnection.upgraded(port);
  const { socket } = await events.next({ kind: "open" });
  peer.stopReading();
  while (socket.bufferedBytes === 0) socket.send(new Uint8Array(500_000));
  socket.pause();
  return { events, peer, socket };
}

function closeCode(socket: WebSocket): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  socket.on("close", resolve);
  return promise;
}

test("a request gets the answer of the owner with its headers, and one that cannot be upgraded 426", async () => {
  const { url } = await listen({
    request: ({ path, method }) =>
      path === "/"
        ? { kind: "upgrade", context: "" }
        : { kind: "answer", answer: { status: 503, headers: { "retry-after": "7" }, body: `no ${method}` } },
  });
  expect((await fetch(url)).status).toBe(426);
  const refused = await fetch(`${url}/x`, { method: "DELETE" });
  expect([refused.status, refused.headers.get("retry-after"), await refused.text()]).toEqual([503, "7", "no DELETE"]);
});

test("a port that is taken is refused with the code of the system", async () => {
  const { port } = await listen();
  const refusal = await listen({ port }).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: "EADDRINUSE" });
});

describe("the body of a request", () => {
  test("is read whole, in one piece or in chunks", async () => {
    const { post } = await reading();
    expect(await post(new Uint8Array(limit))).toBe(`${limit} bytes`);
    expect(await post(new Blob([new Uint8Array(100_000), new Uint8Array(100_000)]).stream())).toBe("200000 bytes");
    expect(await post(new Uint8Array())).toBe("0 bytes");
  });

  test("is inflated, large and small", async () => {
    const { post } = await reading();
    const gzip = { "content-encoding": "gzip" };
    expect(await post(gzipSync(Buffer.from("hello")), gzip)).toBe("5 bytes");
    expect(await post(gzipSync(crypto.getRandomValues(Buffer.alloc(50_000))), gzip)).toBe("50000 bytes");
    expect(await post(Buffer.from("hello"), gzip)).toBe("MALFORMED");
    expect(await post(gzipSync(Buffer.from("hello")).subarray(0, -9), gzip)).toBe("MALFORMED");
  });

  test("is not read beyond the limit, whatever its form", async () => {
    const { post } = await reading();
    expect(await post(new Uint8Array(limit + 1))).toBe("TOO_LARGE");
    const chunks = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) });
    expect(await post(chunks)).toBe("TOO_LARGE");
  });

  test("that inflates beyond the limit is given up at the limit", async () => {
    const { post } = await reading();
    const bomb = gzipSync(Buffer.alloc(512 * limit));
    expect(bomb.length).toBeLessThan(limit);
    giveBackMemory();
    const before = process.memoryUsage().rss;
    for (let count = 0; count < 4; count += 1) {
      expect(await post(bomb, { "content-encoding": "gzip" })).toBe("TOO_LARGE");
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * limit);
  });

  test("that does not come in time is not waited for, and the connection is closed", async () => {
    const { port } = await reading({ bodyTimeoutMs: 20 });
    const peer = await RawConnection.open(port);
    peer.write("POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\nhalf");
    expect(await peer.untilClosed()).toContain("TIMEOUT");
  });

  test("that breaks off is reported as such", async () => {
    const { port, bodies } = await reading();
    const peer = await RawConnection.open(port);
    peer.write("POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\nhalf");
    peer.destroy();
    expect(await bodies.next()).toEqual({ read: false, failure: "LOST" });
  });

  test("is not read where the owner refuses, and the connection goes on", async () => {
    const { port } = await listen({ request: () => ({ kind: "answer", answer: { status: 401, body: "no" } }) });
    const peer = await RawConnection.open(port);
    peer.write("POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\n");
    await peer.text((text) => text.includes("401"));
    peer.write("0123456789GET / HTTP/1.1\r\nhost: localhost\r\n\r\n");
    await peer.text((text) => text.lastIndexOf("401") > text.indexOf("401"));
    peer.destroy();
  });

  test("of an answer may be gzipped", async () => {
    const body = new TextEncoder().encode("a".repeat(1000));
    const { url } = await reading({ answer: { status: 200, body, gzip: true } });
    const asked = request(url, { method: "POST" }).end();
    const [answer] = (await once(asked, "response")) as [IncomingMessage];
    expect(answer.headers["content-encoding"]).toBe("gzip");
    expect(gunzipSync(await buffer(answer)).toString()).toBe("a".repeat(1000));
  });
});

describe("an accepted WebSocket", () => {
  test("hears the answer to its ping", async () => {
    const { port, events } = await listen();
    const socket = await webSocket(port);
    const opened = await events.next({ kind: "open" });
    opened.socket.ping();
    expect((await events.next({ kind: "pong" })).socket).toBe(opened.socket);
    socket.close();
  });

  test("reads nothing while it is paused, and all afterwards", async () => {
    const { port, events } = await listen();
    const socket = await webSocket(port);
    const opened = await events.next({ kind: "open" });
    opened.socket.pause();
    for (let count = 0; count < 100; count += 1) socket.send(new Uint8Array(500_000));
    opened.socket.ping();
    // The far end cannot have got rid of 50 MB: what was not read by us lies in its own memory.
    expect(socket.bufferedAmount).toBeGreaterThan(10_000_000);
    expect(events.untaken.length).toBeLessThan(20);
    opened.socket.resume();
    for (let count = 0; count < 100; count += 1) await events.next({ kind: "message" });
    socket.close();
  });

  test("counts what the peer does not read, and tells when it is read, though it is paused", async () => {
    const { events, peer, socket } = await blocked();
    peer.read();
    while (socket.bufferedBytes > 0) await events.next({ kind: "drained" });
    socket.resume();
    peer.destroy();
    await events.next({ kind: "closed" });
  });

  test("that is cut off while it is paused and full is closed at once", async () => {
    const { events, peer, socket } = await blocked();
    socket.terminate();
    await events.next({ kind: "closed" });
    peer.destroy();
  });

  test("ends with 1009 for a message beyond the limit, one that is inflated too", async () => {
    const { port, events } = await listen({ compression: true });
    for (const perMessageDeflate of [false, true]) {
      const socket = await webSocket(port, { perMessageDeflate });
      const code = closeCode(socket);
      socket.send(new Uint8Array(limit));
      expect(await events.next({ kind: "message" })).toMatchObject({ length: limit });
      socket.send(new Uint8Array(limit + 1));
      // A peer that is cut off while it still sends sees no code.
      expect([1009, 1006]).toContain(await code);
    }
  });

  test("speaks compressed only where that is switched on", async () => {
    for (const compression of [true, false]) {
      const { port } = await listen({ compression });
      const socket = await webSocket(port, { perMessageDeflate: true });
      expect(socket.extensions).toBe(compression ? "permessage-deflate" : "");
      socket.close();
    }
  });

  test("sends large messages compressed, and small ones as they are", async () => {
    const { port, events } = await listen({ compression: true });
    const socket = await webSocket(port, { perMessageDeflate: true });
    const got = new EventQueue<{ length: number }>();
    socket.on("message", (data: Buffer) => got.push({ length: data.length }));
    const opened = await events.next({ kind: "open" });
    opened.socket.send(new Uint8Array(200_000));
    opened.socket.send(new Uint8Array(10));
    expect([await got.next(), await got.next()]).toEqual([{ length: 200_000 }, { length: 10 }]);
    socket.close();
  });
});

describe("client certificates", () => {
  const ours = makeCertificates();
  const theirs = makeCertificates();
  const tls = { ...ours.server, clientCa: ours.ca };

  test("of the authority are let in, others and none are turned away in the handshake", async () => {
    const { url } = await listen({ tls, request: () => ({ kind: "answer", answer: { status: 200, body: "in" } }) });
    const knock = async (pair?: { cert: string; key: string }) =>
      await once(
        requestTls(url.replace("http:", "https:"), { agent: false, ca: ours.ca, ...pair }).end(),
        "response",
      ).then(
        ([answer]: IncomingMessage[]) => answer?.statusCode,
        () => "turned away",
      );
    expect([await knock(ours.client), await knock(theirs.client), await knock()]).toEqual([
      200,
      "turned away",
      "turned away",
    ]);
  });
});
