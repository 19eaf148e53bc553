import { describe, expect, test } from "bun:test";

import { type AgentConnection, serveAgents, type ServerOptions } from "../../../../src/opamp/server/server.ts";
import { receivedBits } from "../../../../src/opamp/wire/capabilities.ts";
import {
  type AgentToServer,
  ServerErrorResponseType,
  type ServerToAgent,
  ServerToAgentFlags,
} from "../../../../src/opamp/wire/messages.ts";
import { FakeNetwork, type FakePeer } from "../../../support/fake-network.ts";
import { agentFrame, readServerFrame } from "../../../support/opamp-frames.ts";
import { TestLog } from "../../../support/test-log.ts";

const { ServerToAgentFlags_ReportFullState: fullState, ServerToAgentFlags_ReportAvailableComponents: components } =
  ServerToAgentFlags;
const badRequest = ServerErrorResponseType.ServerErrorResponseType_BadRequest;
const uid = Uint8Array.from({ length: 16 }, (_, index) => index + 1);
const described: AgentToServer = { capabilities: 1, agentDescription: { identifyingAttributes: [] } };

async function serve(options: Partial<ServerOptions<string>> = {}) {
  const network = new FakeNetwork();
  const heard: { connection: AgentConnection<string>; message: AgentToServer }[] = [];
  const closed: string[] = [];
  let upgrades = 0;
  const listener = await serveAgents<string>({
    network,
    log: new TestLog(),
    hostname: "127.0.0.1",
    port: 0,
    capabilities: 5,
    wantComponents: true,
    upgrade: () => ({ accept: true, context: `agent ${(upgrades += 1)}` }),
    message: (connection, message) => {
      heard.push({ connection, message });
      return undefined;
    },
    closed: ({ context }) => closed.push(context),
    ...options,
  });
  return { network, listener, heard, closed, upgrades: () => upgrades };
}

function say(peer: FakePeer, message: AgentToServer): ServerToAgent {
  const before = peer.received.length;
  peer.deliver(agentFrame({ instanceUid: uid, ...message }));
  expect(peer.received).toHaveLength(before + 1);
  return lastHeard(peer);
}

function lastHeard(peer: FakePeer): ServerToAgent {
  const frame = peer.received.at(-1);
  return frame ? readServerFrame(frame) : {};
}

const flagsOf = (message: ServerToAgent) => receivedBits(message.flags);

describe("the door", () => {
  test("another path gets 404", async () => {
    const { network, upgrades } = await serve();
    expect(network.knock({ path: "/" })).toMatchObject({ status: 404 });
    expect(upgrades()).toBe(0);
  });

  test("the path may be chosen and may have a query", async () => {
    const { network } = await serve({ path: "/here" });
    expect(network.connect({ path: "/here?x=1" }).closedWith).toBeUndefined();
  });

  test("a request without an upgrade gets 426 and does not reach the owner", async () => {
    const { network, upgrades } = await serve();
    expect(network.knock({ headers: {} })).toMatchObject({ status: 426 });
    expect(upgrades()).toBe(0);
  });

  test("S-055 the owner refuses by the headers of the request", async () => {
    const { network } = await serve({
      upgrade: ({ headers }) =>
        headers.get("x-token") === "right"
          ? { accept: true, context: "" }
          : { accept: false, status: 401, body: "who are you?" },
    });
    const upgrade = { upgrade: "websocket" };
    expect(network.knock({ headers: upgrade })).toEqual({ status: 401, body: "who are you?" });
    expect(network.connect({ headers: { ...upgrade, "X-Token": "right" } }).closedWith).toBeUndefined();
  });
});

describe("answers", () => {
  test("S-013, S-020 every message has one, with nothing but the uid if there is nothing to say", async () => {
    const peer = (await serve()).network.connect();
    say(peer, described);
    for (let sequenceNum = 1; sequenceNum < 5; sequenceNum += 1) {
      expect(Object.keys(say(peer, { sequenceNum, capabilities: 1 }))).toEqual(["instanceUid"]);
    }
  });

  test("S-014 the uid is the agent's", async () => {
    const peer = (await serve()).network.connect();
    expect(say(peer, described).instanceUid?.toHex()).toBe(uid.toHex());
  });

  test("S-017 the first one states the capabilities", async () => {
    const peer = (await serve()).network.connect();
    expect(receivedBits(say(peer, described).capabilities)).toBe(5);
    expect(receivedBits(say(peer, { sequenceNum: 1 }).capabilities)).toBe(0);
  });

  test("what the owner returns is part of the answer", async () => {
    const remoteConfig = { configHash: Uint8Array.of(7) };
    const peer = (await serve({ message: () => ({ remoteConfig }) })).network.connect();
    const answer = say(peer, {});
    expect(answer.remoteConfig?.configHash?.toHex()).toBe("07");
    expect(flagsOf(answer)).toBe(fullState);
  });

  test("the owner sees each message merged into the state", async () => {
    const { network, heard } = await serve();
    const peer = network.connect();
    say(peer, { ...described, health: { status: "one" } });
    say(peer, { sequenceNum: 1, effectiveConfig: {} });
    expect(heard[1]?.message.health ?? undefined).toBeUndefined();
    expect(heard[1]?.connection.state.health?.status).toBe("one");
  });

  test("strings that are not well-formed do not spoil the message", async () => {
    const peer = (await serve({ message: () => ({ errorResponse: { errorMessage: "a\ud800" } }) })).network.connect();
    expect(say(peer, described).errorResponse?.errorMessage).toBe("a\ufffd");
  });
});

describe("malformed messages", () => {
  test.each([
    ["a header that is not 0", Uint8Array.of(1, 2)],
    ["bytes that are no message", Uint8Array.of(0, 0xff, 0xff)],
    ["a uid of 15 bytes", agentFrame({ instanceUid: uid.subarray(1) })],
    ["no uid", agentFrame({ capabilities: 1 })],
  ])("S-056 %s: BadRequest, and the connection goes on", async (_, frame) => {
    const { network, heard } = await serve();
    const peer = network.connect();
    peer.deliver(frame);
    expect(lastHeard(peer).errorResponse?.type).toBe(badRequest);
    expect(lastHeard(peer).errorResponse?.errorMessage).not.toBe("");
    expect(heard).toEqual([]);
    expect(receivedBits(say(peer, described).capabilities)).toBe(5);
    expect(heard).toHaveLength(1);
  });

  test("text: BadRequest, and the connection is closed", async () => {
    const peer = (await serve()).network.connect();
    peer.deliverText();
    expect(lastHeard(peer).errorResponse?.type).toBe(badRequest);
    expect(peer.closedWith?.code).toBe(1003);
  });
});

describe("full state", () => {
  test("S-022 is asked for after a gap in the sequence", async () => {
    const peer = (await serve()).network.connect();
    expect(flagsOf(say(peer, described))).toBe(0);
    expect(flagsOf(say(peer, { sequenceNum: 1 }))).toBe(0);
    expect(flagsOf(say(peer, { sequenceNum: 3 }))).toBe(fullState);
    expect(flagsOf(say(peer, { ...described, sequenceNum: 4 }))).toBe(0);
    expect(flagsOf(say(peer, { sequenceNum: 6 }))).toBe(fullState);
  });

  test("is not asked of an agent that sends it by itself after a gap", async () => {
    const peer = (await serve()).network.connect();
    say(peer, described);
    expect(flagsOf(say(peer, { ...described, sequenceNum: 9 }))).toBe(0);
  });

  test("is asked of an agent that comes back without a word, once", async () => {
    const peer = (await serve()).network.connect();
    expect(flagsOf(say(peer, { sequenceNum: 8 }))).toBe(fullState);
    expect(flagsOf(say(peer, { sequenceNum: 9 }))).toBe(0);
  });

  test("is asked for at the owner's wish", async () => {
    const { network, heard } = await serve();
    const peer = network.connect();
    say(peer, described);
    heard[0]?.connection.requestFullState();
    expect(flagsOf(lastHeard(peer))).toBe(fullState);
    expect(flagsOf(say(peer, { sequenceNum: 5 }))).toBe(0);
  });

  const earlier = { instanceUid: uid, sequence: 7n, capabilities: 1, agentDescription: {}, health: { status: "kept" } };

  test("is not asked of an agent that continues what an earlier connection left", async () => {
    const { network, heard } = await serve({ resume: () => earlier });
    expect(flagsOf(say(network.connect(), { sequenceNum: 8 }))).toBe(0);
    expect(heard[0]?.connection.state.health?.status).toBe("kept");
  });

  test.each([
    ["the sequence has a gap", earlier, 9],
    ["it belongs to another agent", { ...earlier, instanceUid: Uint8Array.from(uid).reverse() }, 8],
  ])("is asked for, and the earlier state dropped, if %s", async (_, state, sequenceNum) => {
    const { network, heard } = await serve({ resume: () => state });
    expect(flagsOf(say(network.connect(), { sequenceNum }))).toBe(fullState);
    expect(heard[0]?.connection.state.health).toBeUndefined();
  });
});

describe("available components", () => {
  const hash = Uint8Array.of(1);

  test("S-051 are asked for once for each hash without a map", async () => {
    const peer = (await serve()).network.connect();
    expect(flagsOf(say(peer, { ...described, availableComponents: { hash } }))).toBe(components);
    expect(flagsOf(say(peer, { sequenceNum: 1, availableComponents: { hash } }))).toBe(0);
    const next = { sequenceNum: 2, availableComponents: { hash: Uint8Array.of(2) } };
    expect(flagsOf(say(peer, next))).toBe(components);
  });

  test("are not asked for when the map is there", async () => {
    const peer = (await serve()).network.connect();
    const availableComponents = { hash, components: { receivers: {} } };
    expect(flagsOf(say(peer, { ...described, availableComponents }))).toBe(0);
  });

  test("are not asked for when nobody wants them", async () => {
    const peer = (await serve({ wantComponents: false })).network.connect();
    expect(flagsOf(say(peer, { ...described, availableComponents: { hash } }))).toBe(0);
  });
});

describe("send()", () => {
  test("fills in the uid", async () => {
    const { network, heard } = await serve();
    const peer = network.connect();
    say(peer, described);
    heard[0]?.connection.send({ remoteConfig: {} });
    expect(lastHeard(peer)).toMatchObject({ instanceUid: expect.anything(), remoteConfig: expect.anything() });
    expect(lastHeard(peer).instanceUid?.toHex()).toBe(uid.toHex());
  });

  test("waits until the agent has said who it is, and comes after the answer", async () => {
    const { network } = await serve({ connected: (connection) => connection.send({ remoteConfig: {} }) });
    const peer = network.connect();
    expect(peer.received).toEqual([]);
    peer.deliver(agentFrame({ instanceUid: uid, ...described }));
    expect(peer.received.map((frame) => Object.keys(readServerFrame(frame)))).toEqual([
      ["instanceUid", "capabilities"],
      ["instanceUid", "remoteConfig"],
    ]);
  });

  test("S-005 a message above the limit is not sent", async () => {
    const { network, heard } = await serve({ maxMessageBytes: 100 });
    const peer = network.connect();
    say(peer, described);
    heard[0]?.connection.send({ errorResponse: { errorMessage: "x".repeat(200) } });
    expect(peer.received).toHaveLength(1);
  });
});

describe("the end", () => {
  test("S-061 an agent that says goodbye is answered, closed and gone", async () => {
    const { network, closed, heard } = await serve();
    const peer = network.connect();
    say(peer, described);
    say(peer, { sequenceNum: 1, agentDisconnect: {}, health: { status: "stopping" } });
    expect(heard[1]?.connection.state.health?.status).toBe("stopping");
    expect(closed).toEqual(["agent 1"]);
    expect(peer.closedWith?.code).toBe(1000);
    peer.gone(1000);
    peer.deliver(agentFrame({ instanceUid: uid, sequenceNum: 2 }));
    expect(closed).toHaveLength(1);
    expect(heard).toHaveLength(2);
  });

  test("a lost connection is reported once, and sending into it does nothing", async () => {
    const { network, closed, heard } = await serve();
    const peer = network.connect();
    say(peer, described);
    peer.gone(1006);
    heard[0]?.connection.send({});
    expect(closed).toEqual(["agent 1"]);
    expect(peer.received).toHaveLength(1);
  });
});
