import { Client, type ClientOptions, fixedRoute } from "../../src/opamp/client/client.ts";
import { type AgentToServer, codec, type ServerToAgent } from "../../src/opamp/wire/messages.ts";
import type { ConnectionLoss } from "../../src/runtime/network-ports.ts";
import { FakeClock, settle } from "./fake-clock.ts";
import { FakeNetwork, type FakePost } from "./fake-network.ts";
import { readAgentFrame, serverFrame } from "./opamp-frames.ts";
import { TestLog } from "./test-log.ts";

export const uid = Uint8Array.from({ length: 16 }, (_, index) => index + 1);
export const otherUid = Uint8Array.from({ length: 16 }, (_, index) => index + 100);
/** The parts that the agent of `clientWorld` reports at the start. */
export const fullState = ["agentDescription", "effectiveConfig", "health"];

/** An agent on a clock that stands still and a network that exists in memory. Random numbers are 0.5. */
export function clientWorld(options: Partial<ClientOptions> = {}) {
  const clock = new FakeClock();
  const network = new FakeNetwork();
  const log = new TestLog();
  const messages: ServerToAgent[] = [];
  const losses: { loss: ConnectionLoss; retryInMs: number }[] = [];
  let connects = 0;
  const client = new Client({
    clock,
    network,
    log,
    random: { unit: () => 0.5, bytes: (length) => new Uint8Array(length), uuidv7: () => uid },
    route: fixedRoute({
      url: "wss://user:secret@server/v1/opamp?key=secret",
      headers: [["Authorization", "Bearer secret"]],
    }),
    instanceUid: uid,
    capabilities: 0xffff,
    reported: {
      agentDescription: { identifyingAttributes: [{ key: "service.name", value: { stringValue: "c" } }] },
      health: { healthy: true },
      effectiveConfig: { configMap: { configMap: { "": { body: Uint8Array.of(1) } } } },
    },
    events: {
      connected: () => (connects += 1),
      disconnected: (loss, retryInMs) => losses.push({ loss, retryInMs }),
      message: (message) => messages.push(message),
    },
    ...options,
  });
  const sent = () => network.lastDial.sent.map(readAgentFrame);
  return {
    clock,
    network,
    log,
    messages,
    losses,
    client,
    sent,
    connects: () => connects,
    deliver: (message: ServerToAgent) => network.lastDial.deliver(serverFrame({ instanceUid: uid, ...message })),
    /** What is sent in the rest of this turn. */
    flush: () => clock.advance(0),
    lastSent: () => sent().at(-1) ?? {},
  };
}

/** The same, connected over WebSocket. */
export function connectedWorld(options: Partial<ClientOptions> = {}) {
  const world = clientWorld(options);
  world.client.start();
  world.network.lastDial.accept();
  return world;
}

export const httpUrl = "http://server/v1/opamp";

/** The same over plain HTTP; the first request waits for its answer. */
export function httpWorld(options: Partial<ClientOptions> = {}) {
  const world = clientWorld({ route: fixedRoute({ url: httpUrl, headers: [] }), ...options });
  world.client.start();
  const { posts } = world.network;
  const lastPost = () => posts.at(-1) ?? missing();
  return {
    ...world,
    posts,
    lastPost,
    requests: () => posts.map(readPost),
    lastRequest: () => readPost(lastPost()),
    /** Answers the last request, and lets the client take the answer. */
    answer: async (message: ServerToAgent = {}) => {
      lastPost().answer(serverBody(message));
      await settle();
      world.clock.advance(0);
    },
    refuse: async (status: number, headers: Record<string, string> = {}) => {
      lastPost().answer(new Uint8Array(), { status, headers });
      await settle();
    },
    fail: async (loss: ConnectionLoss = { code: "ECONNREFUSED", message: "refused" }) => {
      lastPost().fail(loss);
      await settle();
    },
  };
}

function serverBody(message: ServerToAgent): Uint8Array {
  return codec.ServerToAgent.encode({ instanceUid: uid, ...message }).finish();
}

function readPost({ options }: FakePost): AgentToServer {
  return codec.AgentToServer.decode(options.body);
}

function missing(): never {
  throw new Error("nothing was posted");
}
