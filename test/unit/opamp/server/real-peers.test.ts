import { afterEach, describe, expect, test } from "bun:test";
import { gzipSync } from "node:zlib";

import {
  type AgentConnection,
  type AgentServer,
  serveAgents,
  type ServerOptions,
} from "../../../../src/opamp/server/server.ts";
import { encodeFrame } from "../../../../src/opamp/wire/framing.ts";
import {
  type AgentToServer,
  codec,
  ServerErrorResponseType,
  type ServerToAgent,
} from "../../../../src/opamp/wire/messages.ts";
import { createClock } from "../../../../src/runtime/shared/clock.ts";
import { createNetwork } from "../../../../src/runtime/shared/network.ts";
import { createRandom } from "../../../../src/runtime/shared/random.ts";
import { EventQueue } from "../../../support/event-queue.ts";
import { FakeClock } from "../../../support/fake-clock.ts";
import { RawConnection } from "../../../support/raw-connection.ts";
import { ScriptedAgent } from "../../../support/scripted-agent.ts";
import { described, otherUid, uid } from "../../../support/server-world.ts";
import { TestLog } from "../../../support/test-log.ts";

const badRequest = ServerErrorResponseType.ServerErrorResponseType_BadRequest;
const limit = 1 << 20;
const servers: AgentServer<number>[] = [];
afterEach(async () => void (await Promise.all(servers.splice(0).map((server) => server.stop()))));

type OwnerEvent =
  | { kind: "connected" | "closed"; agent: AgentConnection<number> }
  | { kind: "message"; agent: AgentConnection<number>; message: AgentToServer };

async function serve(options: Partial<ServerOptions<number>> = {}) {
  const events = new EventQueue<OwnerEvent>();
  const log = new TestLog();
  let admissions = 0;
  const server = await serveAgents<number>({
    network: createNetwork(),
    clock: createClock(),
    random: createRandom(),
    log,
    hostname: "127.0.0.1",
    port: 0,
    capabilities: 5,
    wantComponents: true,
    maxMessageBytes: limit,
    admit: () => ({ accept: true, context: (admissions += 1) }),
    connected: (agent) => events.push({ kind: "connected", agent }),
    message: (agent, message) => {
      events.push({ kind: "message", agent, message });
      return undefined;
    },
    closed: (agent) => events.push({ kind: "closed", agent }),
    ...options,
  });
  servers.push(server);
  const path = `127.0.0.1:${server.port}/v1/opamp`;
  return { server, events, log, port: server.port, ws: `ws://${path}`, http: `http://${path}` };
}

/** A poll as curl would make it; `decoded` where there is a message in the answer. */
async function poll(url: string, message: AgentToServer | Uint8Array, headers: Record<string, string> = {}) {
  const plain =
    message instanceof Uint8Array ? message : codec.AgentToServer.encode({ instanceUid: uid, ...message }).finish();
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/x-protobuf", ...headers },
    body: plain.slice(),
  });
  const body = await response.bytes();
  const decoded: ServerToAgent = response.status === 200 ? codec.ServerToAgent.decode(body) : {};
  return { status: response.status, headers: response.headers, decoded };
}

describe("over plain HTTP", () => {
  test("S-001, S-008, S-009 agents poll, plainly or gzipped, and get what waits for them", async () => {
    const { http, events } = await serve();
    const first = await poll(http, described, { "accept-encoding": "gzip" });
    expect([first.status, first.headers.get("content-encoding")]).toEqual([200, "gzip"]);
    const { agent } = await events.next({ kind: "message" });
    agent.send({ remoteConfig: { configHash: Uint8Array.of(7) } });
    const body = gzipSync(codec.AgentToServer.encode({ instanceUid: uid, sequenceNum: 1 }).finish());
    const second = await poll(http, body, { "content-encoding": "gzip", "accept-encoding": "gzip;q=0" });
    expect(second.headers.has("content-encoding")).toBe(false);
    expect(second.decoded.remoteConfig?.configHash?.toHex()).toBe("07");
  });

  test("S-010 a body over the limit gets 413, one that inflates to it too, and the server goes on", async () => {
    const { http } = await serve();
    const bomb = gzipSync(Buffer.alloc(256 * limit));
    expect((await poll(http, new Uint8Array(limit + 1))).status).toBe(413);
    expect((await poll(http, bomb, { "content-encoding": "gzip" })).status).toBe(413);
    expect((await poll(http, described)).status).toBe(200);
  });

  test("S-055 wrong credentials get 401 though the body never comes", async () => {
    const { port } = await serve({ admit: () => ({ accept: false, status: 401, body: "who are you?" }) });
    const peer = await RawConnection.open(port);
    peer.write(
      "POST /v1/opamp HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-protobuf\r\ncontent-length: 9\r\n\r\n",
    );
    expect(await peer.text((text) => text.includes("who are you?"))).toContain("HTTP/1.1 401");
    peer.destroy();
  });

  test("S-059 an overloaded server answers 503 with Retry-After, to polls and to upgrades", async () => {
    const { http, ws } = await serve({ overloaded: () => ({ retryAfterMs: 5_000 }) });
    const refused = await poll(http, described);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "5"]);
    await expect(ScriptedAgent.connect({ url: ws })).rejects.toThrow("503");
  });
});

describe("over WebSocket", () => {
  test("S-003 a header of two bytes is understood, another value is malformed, and the connection goes on", async () => {
    const { port, events } = await serve();
    const peer = await RawConnection.upgraded(port);
    const message = codec.AgentToServer.encode({ instanceUid: uid, ...described }).finish();
    peer.writeFrame(Buffer.concat([Uint8Array.of(1), message]));
    await peer.text((text) => text.includes("the message header is not 0"));
    peer.writeFrame(Buffer.concat([Uint8Array.of(0x80, 0), message]));
    await events.next({ kind: "message" });
    peer.writeFrame(encodeFrame(codec.AgentToServer.encode({ instanceUid: uid, sequenceNum: 1 }).finish()));
    await events.next({ kind: "message" });
    peer.destroy();
    await events.next({ kind: "closed" });
  });

  test("S-056 a text message is answered with BadRequest and 1003", async () => {
    const { ws, events } = await serve();
    const agent = await ScriptedAgent.connect({ url: ws, uid });
    agent.sendText("{}");
    expect((await agent.received.next()).errorResponse?.type).toBe(badRequest);
    expect(await agent.closed).toBe(1003);
    await events.next({ kind: "closed" });
  });

  test("S-004 a message over the limit ends the connection, and no other one", async () => {
    const { ws, events } = await serve();
    const [large, other] = [await ScriptedAgent.connect({ url: ws, uid }), await ScriptedAgent.connect({ url: ws })];
    await large.say(described);
    await other.say(described);
    const refused = large.say({ customMessage: { data: new Uint8Array(limit) } }).catch(() => "closed");
    expect([1009, 1006]).toContain(await large.closed);
    expect(await refused).toBe("closed");
    expect((await events.next({ kind: "closed" })).agent.context).toBe(1);
    expect((await other.say({})).errorResponse).toBeFalsy();
  });

  test("S-054 of two agents with one uid the newcomer is told to change, and both go on", async () => {
    const { ws, server } = await serve();
    const [first, clone] = [
      await ScriptedAgent.connect({ url: ws, uid }),
      await ScriptedAgent.connect({ url: ws, uid }),
    ];
    await first.say(described);
    const given = (await clone.say(described)).agentIdentification?.newInstanceUid ?? new Uint8Array();
    expect([given.length, (given[6] ?? 0) >> 4]).toEqual([16, 7]);
    expect((await first.say({})).agentIdentification).toBeFalsy();
    expect((await clone.say({ instanceUid: given })).agentIdentification).toBeFalsy();
    expect([server.find(uid)?.context, server.find(given)?.context]).toEqual([1, 2]);
  });

  test("an agent that comes back while its lost connection still seems open takes its place", async () => {
    const clock = new FakeClock();
    const { ws, port, events, server } = await serve({ clock });
    const mute = await RawConnection.upgraded(port);
    mute.writeFrame(encodeFrame(codec.AgentToServer.encode({ instanceUid: uid, ...described }).finish()));
    await events.next({ kind: "message" });
    const back = await ScriptedAgent.connect({ url: ws, uid });
    const answer = back.say(described);
    // The question for a sign of life is on its way once the server has read the message.
    await mute.text((text) => text.includes("\x89\x00"));
    clock.advance(5_000);
    expect((await answer).agentIdentification).toBeFalsy();
    expect((await events.next({ kind: "closed" })).agent.context).toBe(1);
    expect(server.find(uid)?.context).toBe(2);
    mute.destroy();
  });

  test("an agent that does not read is cut off, holds no more than one message, and harms no other", async () => {
    const clock = new FakeClock();
    const { ws, port, events } = await serve({ clock, maxMessageBytes: 8 << 20 });
    const other = await ScriptedAgent.connect({ url: ws, uid: otherUid });
    await other.say(described);
    await events.next({ kind: "message", agent: { context: 1 } });
    const stuck = await RawConnection.upgraded(port);
    stuck.stopReading();
    stuck.writeFrame(encodeFrame(codec.AgentToServer.encode({ instanceUid: uid, ...described }).finish()));
    const { agent } = await events.next({ kind: "message", agent: { context: 2 } });
    const send = () =>
      agent.send({ remoteConfig: { config: { configMap: { a: { body: new Uint8Array(1 << 20) } } } } });
    // The system itself takes the first megabytes.
    for (let count = 0; count < 100 && send() === "sent"; count += 1);
    Bun.gc(true);
    const before = process.memoryUsage().rss;
    for (let count = 0; count < 100; count += 1) expect(send()).toBe("pending");
    Bun.gc(true);
    expect(process.memoryUsage().rss - before).toBeLessThan(50 << 20);
    for (let round = 0; round < 3; round += 1) {
      clock.advance(20_000);
      expect((await other.say({})).errorResponse).toBeFalsy();
    }
    expect((await events.next({ kind: "closed" })).agent.context).toBe(2);
    stuck.destroy();
  });

  test("S-052 the server closes with 1001", async () => {
    const { ws, server, events } = await serve();
    const agent = await ScriptedAgent.connect({ url: ws, uid });
    await agent.say(described);
    await server.stop();
    expect(await agent.closed).toBe(1001);
    await events.next({ kind: "closed" });
  });
});
