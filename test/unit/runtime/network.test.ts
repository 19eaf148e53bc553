import { afterAll, describe, expect, test } from "bun:test";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import { createServer as createTlsServer } from "node:tls";

import { WebSocket, WebSocketServer } from "ws";

import type { AcceptedSocket, Listener, ListenOptions } from "../../../src/runtime/listen-ports.ts";
import type { DialOptions } from "../../../src/runtime/network-ports.ts";
import { createNetwork } from "../../../src/runtime/shared/network.ts";
import { makeCertificates } from "../../support/certificates.ts";
import { EventQueue } from "../../support/event-queue.ts";
import { serveSockets } from "../../support/serve-sockets.ts";

const network = createNetwork();
const listeners: Listener[] = [];
afterAll(async () => void (await Promise.all(listeners.map((listener) => listener.stop()))));

type DialEvent =
  | { kind: "open" | "text" | "pong" | "drained" }
  | { kind: "message"; data: Uint8Array }
  | { kind: "lost"; loss: { code: string; message: string; closeCode?: number; response?: object } };

function dial(url: string, options: Partial<DialOptions> = {}) {
  const events = new EventQueue<DialEvent>();
  const socket = network.dial(
    { url, headers: [], maxMessageBytes: 1 << 20, handshakeTimeoutMs: 10_000, ...options },
    {
      open: () => events.push({ kind: "open" }),
      text: () => events.push({ kind: "text" }),
      pong: () => events.push({ kind: "pong" }),
      drained: () => events.push({ kind: "drained" }),
      message: (data) => events.push({ kind: "message", data }),
      lost: (loss) => events.push({ kind: "lost", loss }),
    },
  );
  return { socket, events };
}

type ListenEvent = {
  kind: "open" | "message" | "text" | "closed";
  socket: AcceptedSocket<string>;
  data?: Uint8Array;
  code?: number;
};

async function listen(options: Partial<ListenOptions<string>> = {}) {
  const events = new EventQueue<ListenEvent>();
  const listener = await network.listen<string>({
    hostname: "127.0.0.1",
    port: 0,
    maxMessageBytes: 1 << 20,
    bodyTimeoutMs: 10_000,
    request: ({ path }) => ({ kind: "upgrade", context: path }),
    pong: () => {},
    drained: () => {},
    open: (socket) => events.push({ kind: "open", socket }),
    message: (socket, data) => events.push({ kind: "message", socket, data }),
    text: (socket) => events.push({ kind: "text", socket }),
    closed: (socket, code) => events.push({ kind: "closed", socket, code }),
    ...options,
  });
  listeners.push(listener);
  const scheme = options.tls ? "wss" : "ws";
  return { listener, events, url: `${scheme}://localhost:${listener.port}` };
}

async function pair(listening: Partial<ListenOptions<string>> = {}, dialing: Partial<DialOptions> = {}) {
  const { events: far, url, listener } = await listen(listening);
  const { socket, events: near } = dial(`${url}/v1/opamp?x=1`, dialing);
  await near.next({ kind: "open" });
  const opened = await far.next({ kind: "open" });
  return { near, far, socket, accepted: opened.socket, listener };
}

describe("a connection", () => {
  test("tells what the peer does not read, and when nothing of it is left", async () => {
    const { near, socket, accepted } = await pair({ maxMessageBytes: 64 << 20 });
    socket.send(new Uint8Array(100));
    expect(socket.bufferedBytes).toBe(0);
    accepted.pause();
    for (let round = 0; round < 32; round += 1) socket.send(new Uint8Array(1 << 20));
    expect(socket.bufferedBytes).toBeGreaterThan(1 << 20);
    accepted.resume();
    expect(await near.next()).toEqual({ kind: "drained" });
    expect(socket.bufferedBytes).toBe(0);
  });

  test("carries bytes both ways, exactly", async () => {
    const { near, far, socket, accepted } = await pair();
    const data = Uint8Array.of(0, 255, 128, 1);
    socket.send(data);
    expect(await far.next()).toEqual({ kind: "message", socket: accepted, data });
    accepted.send(new Uint8Array());
    accepted.send(data);
    expect(await near.next()).toEqual({ kind: "message", data: new Uint8Array() });
    expect(await near.next()).toEqual({ kind: "message", data });
  });

  test("keeps the context that the upgrade gave, and tells path, headers and address", async () => {
    const requests: string[] = [];
    const headers = [
      ["X-Token", "one"],
      ["x-token", "two"],
    ] as const;
    const request: ListenOptions<string>["request"] = (head) => {
      requests.push(`${head.path} ${head.headers.get("x-token")} ${head.remoteAddress.replace(/\d+$/, "N")}`);
      return { kind: "upgrade", context: "mine" };
    };
    const { accepted } = await pair({ request, hostname: "127.0.0.1" }, { headers });
    expect(accepted.context).toBe("mine");
    expect(requests).toEqual(["/v1/opamp?x=1 one, two 127.0.0.1:N"]);
  });

  test("answers a ping", async () => {
    const { near, socket } = await pair();
    socket.ping();
    expect(await near.next()).toEqual({ kind: "pong" });
  });

  test("passes on the close code of the server", async () => {
    const { near, far, accepted } = await pair();
    accepted.close(4001, "enough");
    const lost = await near.next({ kind: "lost" });
    expect(lost).toMatchObject({
      loss: { code: "CLOSED", closeCode: 4001, message: expect.stringContaining("enough") },
    });
    expect(await far.next({ kind: "closed" })).toMatchObject({ socket: accepted });
  });

  test("passes on the close code of the client, and ends on both sides", async () => {
    const { near, far, socket } = await pair();
    socket.close(1000, "");
    expect(await far.next({ kind: "closed" })).toMatchObject({ code: 1000 });
    expect(await near.next({ kind: "lost" })).toMatchObject({ loss: { code: "CLOSED", closeCode: 1000 } });
  });

  test("ends at once by terminate(), from either side", async () => {
    const first = await pair();
    first.socket.terminate();
    expect(await first.near.next({ kind: "lost" })).toMatchObject({ loss: { code: "CLOSED" } });
    expect(await first.far.next({ kind: "closed" })).toMatchObject({ code: 1006 });
    const second = await pair();
    second.accepted.terminate();
    expect(await second.near.next({ kind: "lost" })).toMatchObject({ loss: { closeCode: 1006 } });
  });

  test("is lost only once, and nothing throws after it", async () => {
    const { near, far, socket, accepted } = await pair();
    socket.terminate();
    await near.next({ kind: "lost" });
    await far.next({ kind: "closed" });
    socket.send(Uint8Array.of(1));
    socket.ping();
    socket.close(1000, "");
    socket.terminate();
    accepted.send(Uint8Array.of(1));
    accepted.close(1000, "");
    await new Promise(setImmediate);
    expect([...near.untaken, ...far.untaken]).toEqual([]);
  });

  test("a long reason of a close is cut, not an error", async () => {
    const { near, far, socket } = await pair();
    socket.close(1002, "ü".repeat(100));
    expect(await far.next({ kind: "closed" })).toMatchObject({ code: 1002 });
    await near.next({ kind: "lost" });
  });

  test("C-006, C-007 a message above the client's limit ends it", async () => {
    const { near, far, accepted } = await pair({}, { maxMessageBytes: 1000 });
    accepted.send(new Uint8Array(1000));
    expect(await near.next()).toMatchObject({ kind: "message" });
    accepted.send(new Uint8Array(1001));
    expect(await near.next()).toMatchObject({ kind: "lost", loss: { code: "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH" } });
    expect(await far.next({ kind: "closed" })).toMatchObject({ code: 1009 });
  });

  test("S-004 a message above the listener's limit ends it with 1009", async () => {
    const { near, far, socket } = await pair({ maxMessageBytes: 1000 });
    socket.send(new Uint8Array(1001));
    expect(await near.next({ kind: "lost" })).toMatchObject({ loss: { closeCode: 1009 } });
    await far.next({ kind: "closed" });
    expect(far.untaken).toEqual([]);
  });

  test("a message of many megabytes arrives in one piece", async () => {
    const limit = { maxMessageBytes: 64 << 20 };
    const { near, far, socket, accepted } = await pair(limit, limit);
    const data = new Uint8Array(40 << 20).fill(7);
    socket.send(data);
    expect((await far.next({ kind: "message" })).data?.length).toBe(data.length);
    accepted.send(data);
    const arrived = await near.next({ kind: "message" });
    expect(arrived.kind === "message" && arrived.data.length).toBe(data.length);
  });

  test("stop() closes it with 1001", async () => {
    const { near, far, listener } = await pair();
    await listener.stop();
    expect(await near.next({ kind: "lost" })).toMatchObject({ loss: { closeCode: 1001 } });
    expect(await far.next({ kind: "closed" })).toMatchObject({ code: 1001 });
  });
});

describe("text messages", () => {
  test("are told apart by the client", async () => {
    const server = createHttpServer();
    const sockets = new WebSocketServer({ server });
    sockets.on("connection", (socket) => socket.send("text"));
    const { socket, events } = dial(`ws://127.0.0.1:${await serveSockets(server)}/`);
    expect(await events.next({ kind: "text" })).toEqual({ kind: "text" });
    socket.terminate();
  });

  test("are told apart by the listener", async () => {
    const { events, url } = await listen();
    const socket = new WebSocket(url);
    socket.addEventListener("open", () => socket.send("text"));
    expect(await events.next({ kind: "text" })).toMatchObject({ kind: "text" });
    socket.close();
  });
});

describe("a connection that cannot be made", () => {
  const lossOf = async (url: string, options: Partial<DialOptions> = {}) => {
    const { events } = dial(url, options);
    const event = await events.next({ kind: "lost" });
    expect(events.untaken).toEqual([]);
    return event.kind === "lost" ? event.loss : undefined;
  };

  test.each([401, 403, 404, 503])("because the upgrade is refused with HTTP %d", async (status) => {
    const { url, events } = await listen({ request: () => ({ kind: "answer", answer: { status, body: "no" } }) });
    const loss = await lossOf(url);
    expect(loss).toMatchObject({ code: "HTTP", response: { status, headers: { "content-length": "2" } } });
    expect(loss?.message).toContain(String(status));
    expect(events.untaken).toEqual([]);
  });

  test("because nobody listens", async () => {
    const { listener, url } = await listen();
    await listener.stop();
    expect(await lossOf(url)).toMatchObject({ code: "ECONNREFUSED" });
  });

  test("because the server does not answer in time", async () => {
    const mute = await serveSockets(createServer());
    const loss = await lossOf(`ws://127.0.0.1:${mute}/`, { handshakeTimeoutMs: 50 });
    expect(loss?.message).toContain("timed out");
  });

  test("because it was given up", async () => {
    const mute = await serveSockets(createServer());
    const { socket, events } = dial(`ws://127.0.0.1:${mute}/`);
    socket.terminate();
    expect(await events.next()).toMatchObject({ kind: "lost" });
  });

  test("because of a header that is none, which is not repeated", async () => {
    const loss = await lossOf("ws://127.0.0.1:1/", { headers: [["Authorization", "secret\r\nX: y"]] });
    expect(loss).toMatchObject({ code: "INVALID" });
    expect(JSON.stringify(loss)).not.toContain("secret");
  });

  test("because of an address that is none", async () => {
    expect(await lossOf("nonsense")).toMatchObject({ code: "INVALID" });
  });

  test("because the CA is none", async () => {
    expect((await lossOf("wss://127.0.0.1:1/", { tls: { ca: "no PEM" } }))?.message).toContain("CA");
  });
});

describe("TLS", () => {
  const { ca, server, client } = makeCertificates();

  test("with the CA of the server the connection opens", async () => {
    const { near, far, socket } = await pair({ tls: server }, { tls: { ca } });
    socket.send(Uint8Array.of(1));
    await far.next({ kind: "message" });
    socket.close(1000, "");
    await near.next({ kind: "lost" });
  });

  test("an unknown CA is refused", async () => {
    const { url } = await listen({ tls: server });
    const { events } = dial(url);
    const lost = await events.next();
    expect(lost).toMatchObject({ kind: "lost", loss: { code: expect.stringMatching(/UNABLE|SELF_SIGNED/) } });
  });

  test("a name that is not in the certificate is refused", async () => {
    const { listener } = await listen({ tls: server });
    const { events } = dial(`wss://127.0.0.1:${listener.port}`, { tls: { ca } });
    expect(await events.next()).toMatchObject({ kind: "lost", loss: { code: "ERR_TLS_CERT_ALTNAME_INVALID" } });
  });

  test("the name to check may be given", async () => {
    const { listener } = await listen({ tls: server });
    const { socket, events } = dial(`wss://127.0.0.1:${listener.port}`, { tls: { ca, serverName: "localhost" } });
    expect(await events.next()).toEqual({ kind: "open" });
    socket.terminate();
  });

  test("the check can be switched off", async () => {
    const { socket } = await pair({ tls: server }, { tls: { insecureSkipVerify: true } });
    socket.terminate();
  });

  test("a certificate of the client is presented", async () => {
    const subject = Promise.withResolvers<string>();
    const options = { ...server, ca, requestCert: true, rejectUnauthorized: false };
    const peer = createTlsServer(options, (connection) => {
      subject.resolve(String(connection.getPeerCertificate().subject.CN));
      connection.destroy();
    });
    await new Promise<void>((resolve) => peer.listen(0, "127.0.0.1", resolve));
    const address = peer.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const { events } = dial(`wss://localhost:${port}/`, { tls: { ca, ...client } });
    expect(await subject.promise).toBe("agent");
    await events.next({ kind: "lost" });
    peer.close();
  });

  test("a key that does not belong to the certificate is named as the cause", async () => {
    const { events } = dial("wss://localhost:1", { tls: { ca, cert: client.cert, key: server.key } });
    const lost = await events.next();
    expect(lost).toMatchObject({ kind: "lost", loss: { code: "ERR_OSSL_X509_KEY_VALUES_MISMATCH" } });
  });
});
