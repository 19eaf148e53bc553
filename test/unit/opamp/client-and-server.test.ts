import { describe, expect, onTestFinished, test } from "bun:test";

import { Client, type ClientOptions, fixedRoute, type ServerRoute } from "../../../src/opamp/client/client.ts";
import { serveAgents } from "../../../src/opamp/server/server.ts";
import { encodeFrame } from "../../../src/opamp/wire/framing.ts";
import { type AgentToServer, codec, type ServerToAgent } from "../../../src/opamp/wire/messages.ts";
import type { ConnectionLoss } from "../../../src/runtime/network-ports.ts";
import { createClock } from "../../../src/runtime/shared/clock.ts";
import { createNetwork } from "../../../src/runtime/shared/network.ts";
import { createRandom } from "../../../src/runtime/shared/random.ts";
import { EventQueue } from "../../support/event-queue.ts";
import { HttpPeer } from "../../support/http-peer.ts";
import { TestLog } from "../../support/test-log.ts";

const network = createNetwork();
const random = createRandom();

type Heard = { kind: "message"; message: AgentToServer } | { kind: "closed" };

async function serve(port = 0) {
  const heard = new EventQueue<Heard>();
  const listener = await serveAgents<undefined>({
    network,
    clock: createClock(),
    random,
    log: new TestLog(),
    hostname: "127.0.0.1",
    port,
    capabilities: 5,
    wantComponents: true,
    admit: ({ headers }) =>
      headers.get("authorization") === "Bearer x"
        ? { accept: true, context: undefined }
        : { accept: false, status: 401, body: "" },
    message: (connection, message) => {
      heard.push({ kind: "message", message });
      return connection.state.remoteConfigStatus ? undefined : { remoteConfig: { configHash: Uint8Array.of(1) } };
    },
    closed: () => heard.push({ kind: "closed" }),
  });
  return { heard, listener };
}

function agent(port: number, authorization = "Bearer x") {
  return agentAt({
    url: `ws://127.0.0.1:${port}/v1/opamp`,
    headers: [["Authorization", authorization]],
  });
}

function agentAt(route: ServerRoute, options: Partial<ClientOptions> = {}) {
  const messages = new EventQueue<ServerToAgent>();
  const losses = new EventQueue<ConnectionLoss>();
  const log = new TestLog();
  const client = new Client({
    clock: createClock(),
    random,
    network,
    log,
    route: fixedRoute(route),
    instanceUid: random.uuidv7(),
    capabilities: 0xffff,
    heartbeatMs: 30_000,
    reported: { agentDescription: {}, availableComponents: { hash: Uint8Array.of(1), components: { receivers: {} } } },
    events: {
      connected() {},
      disconnected: (loss) => losses.push(loss),
      message: (message) => messages.push(message),
    },
    ...options,
  });
  client.start();
  return { client, messages, losses, log };
}

test("an agent reports, is asked for its components, takes an offer and says goodbye", async () => {
  const { heard, listener } = await serve();
  const { client, messages } = agent(listener.port);
  await heard.next({ kind: "message", message: { agentDescription: {} } });
  await heard.next({ kind: "message", message: { availableComponents: { components: { receivers: {} } } } });
  await messages.next({ remoteConfig: {} });
  client.report({ remoteConfigStatus: { lastRemoteConfigHash: Uint8Array.of(1) } });
  await heard.next({ kind: "message", message: { remoteConfigStatus: {} } });
  await client.stop();
  await heard.next({ kind: "message", message: { agentDisconnect: {} } });
  await heard.next({ kind: "closed" });
  await listener.stop();
});

test("an agent finds its server again after a restart, and tells it everything", async () => {
  const first = await serve();
  const { client, messages } = agent(first.listener.port);
  await messages.next();
  await first.listener.stop();
  const second = await serve(first.listener.port);
  await second.heard.next({ kind: "message", message: { agentDescription: {} } });
  await client.stop();
  await second.listener.stop();
});

test("an agent with wrong credentials is told what to check", async () => {
  const { listener } = await serve();
  const { client, log } = agent(listener.port, "Bearer wrong");
  const line = await log.line(({ level }) => level === "error");
  expect(line.fields["reason"]).toContain("HTTP 401");
  expect(JSON.stringify(log.lines)).not.toContain("Bearer");
  await client.stop();
  await listener.stop();
});

test("C-006, C-007 a message of the server above the limit closes the connection with 1009, and it comes back", async () => {
  const body = new Uint8Array(10_000);
  const codes = new EventQueue<{ code: number }>();
  const peer = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: (request, server) => (server.upgrade(request) ? undefined : new Response(null, { status: 426 })),
    websocket: {
      message: (socket) =>
        void socket.send(encodeFrame(codec.ServerToAgent.encode({ customMessage: { data: body } }).finish())),
      close: (_socket, code) => codes.push({ code }),
    },
  });
  onTestFinished(() => peer.stop(true));
  const { client, losses } = agentAt({ url: `ws://127.0.0.1:${peer.port}/`, headers: [] }, { maxMessageBytes: 5_000 });
  await codes.next({ code: 1009 });
  expect((await losses.next()).code).toBe("WS_ERR_UNSUPPORTED_MESSAGE_LENGTH");
  await codes.next({ code: 1009 });
  await client.stop();
});

test("over compressed WebSocket an agent talks as it does over plain one", async () => {
  const { heard, listener } = await serve();
  const headers = [["Authorization", "Bearer x"]] as const;
  const { client, messages } = agentAt({ url: `ws://127.0.0.1:${listener.port}/v1/opamp`, headers, compression: true });
  await heard.next({ kind: "message", message: { agentDescription: {} } });
  await messages.next({ remoteConfig: {} });
  await client.stop();
  await listener.stop();
});

describe("over plain HTTP", () => {
  const answer = (message: ServerToAgent, headers: Record<string, string> = {}) => {
    const body = codec.ServerToAgent.encode(message).finish();
    return new Response(
      Uint8Array.from(headers["content-encoding"] === "gzip" ? Bun.gzipSync(Uint8Array.from(body)) : body),
      {
        headers: { "content-type": "application/x-protobuf", ...headers },
      },
    );
  };

  test("an agent reports, takes an offer, polls and says goodbye", async () => {
    const peer = new HttpPeer(() => answer({ remoteConfig: { configHash: Uint8Array.of(1) } }));
    const { client, messages } = agentAt({ url: `${peer.origin}/v1/opamp`, headers: [] }, { heartbeatMs: 20 });
    const first = await peer.requests.next({ message: { agentDescription: {} } });
    expect(first.headers.get("opamp-instance-uid")).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    await messages.next({ remoteConfig: {} });
    client.report({ remoteConfigStatus: { lastRemoteConfigHash: Uint8Array.of(1) } });
    await peer.requests.next({ message: { remoteConfigStatus: {} } });
    await peer.requests.next();
    await client.stop();
    await peer.requests.next({ message: { agentDisconnect: {} } });
  });

  test("C-016 both sides may gzip", async () => {
    const offer = { customMessage: { capability: "a.b", data: new Uint8Array(10_000) } };
    const peer = new HttpPeer(() => answer(offer, { "content-encoding": "gzip" }));
    const { client, messages } = agentAt(
      { url: peer.origin, headers: [], compression: true },
      { reported: { customCapabilities: { capabilities: ["a.b"] } } },
    );
    const { headers } = await peer.requests.next({ message: { customCapabilities: {} } });
    expect(headers.get("content-encoding")).toBe("gzip");
    const { customMessage } = await messages.next({ customMessage: {} });
    expect(customMessage?.data).toHaveLength(10_000);
    await client.stop();
  });

  test("C-018 a zipped answer that is larger than the limit when unzipped is not taken", async () => {
    const peer = new HttpPeer(() =>
      answer({ customMessage: { data: new Uint8Array(100_000) } }, { "content-encoding": "gzip" }),
    );
    const { client, messages, losses } = agentAt({ url: peer.origin, headers: [] }, { maxMessageBytes: 5_000 });
    expect((await losses.next()).code).toBe("TOO_LARGE");
    expect(messages.untaken).toEqual([]);
    await client.stop();
  });

  test("a redirect at the same origin is followed with the body, one to another origin is not", async () => {
    const stranger = new HttpPeer(() => answer({}));
    const peer = new HttpPeer(({ path }) =>
      path === "/old" ? new Response(null, { status: 308, headers: { location: "/new" } }) : answer({}),
    );
    const { client, losses } = agentAt({ url: `${peer.origin}/old`, headers: [] }, { heartbeatMs: 20 });
    await peer.requests.next({ path: "/new", message: { agentDescription: {} } });
    peer.answerWith(() => new Response(null, { status: 307, headers: { location: stranger.origin } }));
    expect(await losses.next()).toMatchObject({ code: "REDIRECT" });
    expect(stranger.requests.untaken).toEqual([]);
    await client.stop();
  });
});
