import { expect, test } from "bun:test";

import { Client, fixedRoute } from "../../../src/opamp/client/client.ts";
import { serveAgents } from "../../../src/opamp/server/server.ts";
import type { AgentToServer, ServerToAgent } from "../../../src/opamp/wire/messages.ts";
import { createBunClock } from "../../../src/runtime/bun/clock.ts";
import { createBunNetwork } from "../../../src/runtime/bun/network.ts";
import { createBunRandom } from "../../../src/runtime/bun/random.ts";
import { EventQueue } from "../../support/event-queue.ts";
import { TestLog } from "../../support/test-log.ts";

const network = createBunNetwork();
const random = createBunRandom();

type Heard = { kind: "message"; message: AgentToServer } | { kind: "closed" };

async function serve(port = 0) {
  const heard = new EventQueue<Heard>();
  const listener = await serveAgents<undefined>({
    network,
    log: new TestLog(),
    hostname: "127.0.0.1",
    port,
    capabilities: 5,
    wantComponents: true,
    upgrade: ({ headers }) =>
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
  const messages = new EventQueue<ServerToAgent>();
  const log = new TestLog();
  const client = new Client({
    clock: createBunClock(),
    random,
    network,
    log,
    route: fixedRoute({ url: `ws://127.0.0.1:${port}/v1/opamp`, headers: [["Authorization", authorization]] }),
    instanceUid: random.uuidv7(),
    capabilities: 0xffff,
    heartbeatMs: 30_000,
    reported: { agentDescription: {}, availableComponents: { hash: Uint8Array.of(1), components: { receivers: {} } } },
    events: { connected() {}, disconnected() {}, message: (message) => messages.push(message) },
  });
  client.start();
  return { client, messages, log };
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
