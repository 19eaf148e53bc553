import { describe, expect, test } from "bun:test";

import { type ClientOptions, fixedRoute } from "../../../../src/opamp/client/client.ts";
import { toBigInt } from "../../../../src/opamp/wire/integers.ts";
import { ServerErrorResponseType, ServerToAgentFlags } from "../../../../src/opamp/wire/messages.ts";
import {
  clientWorld as setup,
  connectedWorld as connected,
  fullState,
  otherUid,
  uid,
} from "../../../support/client-world.ts";
import { settle } from "../../../support/fake-clock.ts";
import { partsOf, serverFrame } from "../../../support/opamp-frames.ts";

describe("connecting", () => {
  test("dials with the headers and TLS settings of the connection", () => {
    const tls = { ca: "PEM" };
    const { client, network } = setup({ route: fixedRoute({ url: "wss://x/", headers: [["A", "b"]], tls }) });
    client.start();
    expect(network.lastDial.options).toMatchObject({ url: "wss://x/", headers: [["A", "b"]], tls });
  });

  test("C-009 the limit of messages is 64 MiB unless configured", () => {
    expect(connected().network.lastDial.options.maxMessageBytes).toBe(64 * 1024 * 1024);
    expect(connected({ maxMessageBytes: 1000 }).network.lastDial.options.maxMessageBytes).toBe(1000);
  });

  test("C-044 the first message after connecting is a full status report, sent at once", () => {
    const { sent, connects } = connected();
    expect(sent().map(partsOf)).toEqual([fullState]);
    expect(connects()).toBe(1);
  });

  test("what was reported while there was no connection is in the first message", () => {
    const { client, network, sent } = setup();
    client.start();
    client.report({ health: { healthy: false, lastError: "down" } });
    network.lastDial.accept();
    expect(sent().map((message) => message.health?.lastError)).toEqual(["down"]);
  });

  test("start() has an effect only once", () => {
    const { client, network } = setup();
    client.start();
    client.start();
    expect(network.dials).toHaveLength(1);
  });
});

describe("reporting", () => {
  test("C-129 changes of one turn of the loop are one message", () => {
    const { client, sent, flush } = connected();
    client.report({ health: { healthy: false } });
    client.report({ health: { healthy: true, status: "again" } });
    client.report({ customCapabilities: { capabilities: ["a.b"] } });
    flush();
    expect(sent().slice(1).map(partsOf)).toEqual([["customCapabilities", "health"]]);
  });

  test("C-027 nothing is sent when nothing changed", () => {
    const { client, sent, flush } = connected();
    client.report({ health: { healthy: true } });
    flush();
    expect(sent()).toHaveLength(1);
  });

  test("C-047 answers of the server are not answered", () => {
    const { deliver, sent, flush } = connected();
    for (let round = 0; round < 100; round += 1) deliver({ capabilities: 7 });
    flush();
    expect(sent()).toHaveLength(1);
  });

  test("C-040 ReportFullState brings one full message", () => {
    const { client, deliver, sent, flush } = connected();
    deliver({ flags: ServerToAgentFlags.ServerToAgentFlags_ReportFullState });
    client.report({ health: { healthy: false } });
    flush();
    expect(sent().slice(1).map(partsOf)).toEqual([fullState]);
    expect(sent().at(-1)?.health?.healthy).toBe(false);
  });

  test("C-041 ReportAvailableComponents brings the whole map", () => {
    const hash = Uint8Array.of(9);
    const { deliver, sent, lastSent, flush } = connected({
      reported: { availableComponents: { hash, components: { receivers: {} } } },
    });
    expect(Object.keys(sent()[0]?.availableComponents?.components ?? {})).toEqual([]);
    deliver({ flags: ServerToAgentFlags.ServerToAgentFlags_ReportAvailableComponents });
    flush();
    expect(Object.keys(lastSent().availableComponents?.components ?? {})).toEqual(["receivers"]);
  });

  test("C-138 what the server does not accept is not sent any more", () => {
    const { client, deliver, sent, flush } = connected();
    deliver({ capabilities: 1 });
    client.report({ effectiveConfig: { configMap: { configMap: {} } } });
    flush();
    expect(sent()).toHaveLength(1);
  });

  test("C-008 a message above the limit is not sent, which is logged once", () => {
    const { sent, log } = connected({ maxMessageBytes: 8 });
    expect(sent()).toEqual([]);
    expect(log.at("error")).toHaveLength(1);
  });
});

describe("heartbeat", () => {
  test("C-010 comes after the period since the last message, with the base fields alone", () => {
    const { client, clock, sent, lastSent } = connected();
    clock.advance(20_000);
    client.report({ health: { healthy: false } });
    clock.advance(29_999);
    expect(sent()).toHaveLength(2);
    clock.advance(1);
    expect(sent()).toHaveLength(3);
    expect(partsOf(lastSent())).toEqual([]);
    expect(lastSent().instanceUid?.toHex()).toBe(uid.toHex());
  });

  test("is announced, and what the owner says then goes out in its place", () => {
    const events = { connected() {}, disconnected() {}, message() {}, heartbeat: () => says() };
    let says = () => {};
    const reported = { customCapabilities: { capabilities: ["a"] } };
    const { client, clock, sent, lastSent } = connected({ events, reported });
    says = () => void client.report({ health: { status: "x" } });
    clock.advance(30_000);
    expect(sent().slice(1).map(partsOf)).toEqual([["health"]]);
    says = () => {
      client.report({ health: { status: "y" } });
      client.sendCustomMessage({ capability: "a", type: "t" });
    };
    clock.advance(30_000);
    expect(sent().slice(2).map(partsOf)).toEqual([["customMessage", "health"]]);
    clock.advance(29_999);
    expect(sent()).toHaveLength(3);
    says = () => {};
    clock.advance(1);
    expect(partsOf(lastSent())).toEqual([]);
  });

  test.each<[string, Partial<ClientOptions>]>([
    ["with a period of 0", { heartbeatMs: 0 }],
    ["without the capability", { capabilities: 0xffff & ~8192 }],
  ])("does not come %s", (_, options) => {
    const { clock, network, sent } = connected(options);
    for (let round = 0; round < 20; round += 1) {
      clock.advance(20_000);
      network.lastDial.pong();
    }
    expect(sent()).toHaveLength(1);
  });
});

describe("messages of the server", () => {
  test("C-036 each one reaches the owner", () => {
    const { deliver, messages } = connected();
    deliver({ remoteConfig: { configHash: Uint8Array.of(1) } });
    deliver({ remoteConfig: { configHash: Uint8Array.of(2) } });
    expect(messages.map((message) => message.remoteConfig?.configHash?.[0])).toEqual([1, 2]);
  });

  test("C-140 unknown fields are ignored", () => {
    const { network, messages } = connected();
    const unknownField99 = [0x9a, 0x06, 0x01, 0x41];
    network.lastDial.deliver(Uint8Array.from([...serverFrame({ capabilities: 1 }), ...unknownField99]));
    expect(messages).toHaveLength(1);
  });

  test("a message for another agent is ignored with a warning", () => {
    const { deliver, messages, log } = connected();
    deliver({ instanceUid: otherUid, remoteConfig: {} });
    expect(messages).toEqual([]);
    expect(log.at("warn")).toHaveLength(1);
  });

  test("C-126 an error is logged, and nothing is sent again for it", () => {
    const { deliver, sent, log, flush } = connected();
    const type = ServerErrorResponseType.ServerErrorResponseType_BadRequest;
    deliver({ errorResponse: { type, errorMessage: "what?" } });
    flush();
    expect(sent()).toHaveLength(1);
    expect(log.at("warn")[0]?.fields).toEqual({
      type: "BadRequest",
      error: "what?",
      last_sent: ["agentDescription", "health", "effectiveConfig"],
    });
  });
});

describe("instance uid", () => {
  test("C-039 after a change everything is sent under the new uid, and the count goes on", () => {
    const { client, sent, flush } = connected();
    client.setInstanceUid(otherUid);
    client.report({ health: { healthy: false } });
    flush();
    const [first, second] = sent();
    expect(second?.instanceUid?.toHex()).toBe(otherUid.toHex());
    expect(partsOf(second ?? {})).toEqual(fullState);
    expect(toBigInt(second?.sequenceNum)).toBe(toBigInt(first?.sequenceNum) + 1n);
  });

  test("messages on their way to the old uid are still ours", () => {
    const { client, deliver, messages } = connected();
    client.setInstanceUid(otherUid);
    deliver({ instanceUid: uid });
    deliver({ instanceUid: otherUid });
    expect(messages).toHaveLength(2);
  });

  test("the same uid again changes nothing", () => {
    const { client, sent, flush } = connected();
    client.setInstanceUid(Uint8Array.from(uid));
    flush();
    expect(sent()).toHaveLength(1);
  });
});

describe("a lost connection", () => {
  test("C-125 is made anew within a second if the server had answered, with a full report and the next number", () => {
    const { network, clock, deliver, losses, sent } = connected();
    deliver({});
    network.lastDial.lose();
    expect(losses.map(({ retryInMs }) => retryInMs)).toEqual([500]);
    clock.advance(500);
    expect(network.dials).toHaveLength(2);
    network.lastDial.accept();
    expect(sent().map(partsOf)).toEqual([fullState]);
    expect(toBigInt(sent()[0]?.sequenceNum)).toBe(1n);
  });

  test("C-121 is tried again after growing delays, one attempt at a time", () => {
    const { client, network, clock, losses } = setup();
    client.start();
    for (const delay of [500, 1000, 2000]) {
      network.lastDial.lose({ code: "ECONNREFUSED", message: "refused" });
      const { length } = network.dials;
      clock.advance(delay - 1);
      expect(network.dials).toHaveLength(length);
      clock.advance(1);
      expect(network.dials).toHaveLength(length + 1);
    }
    expect(losses.map(({ loss }) => loss.code)).toEqual(["ECONNREFUSED", "ECONNREFUSED", "ECONNREFUSED"]);
  });

  test("an error as the only answer does not prove the connection", () => {
    const { network, deliver, losses } = connected();
    deliver({ errorResponse: {} });
    network.lastDial.lose();
    expect(losses[0]?.retryInMs).toBe(500);
  });

  test("refused credentials are tried slowly, and the log says what to check and no secret", () => {
    const { client, network, losses, log } = setup();
    client.start();
    network.lastDial.lose({ code: "HTTP", message: "refused", response: { status: 401, headers: {} } });
    expect(losses[0]?.retryInMs).toBe(45_000);
    expect(log.at("error")[0]?.fields["reason"]).toContain("Authorization header");
    expect(JSON.stringify(log.lines)).not.toContain("secret");
  });

  test("nothing is sent and no heartbeat runs while there is none", () => {
    const { client, network, clock } = connected();
    const first = network.lastDial;
    first.lose();
    client.report({ health: { healthy: false } });
    clock.advance(0);
    expect(first.sent).toHaveLength(1);
    expect(clock.waiting).toBe(1);
  });

  test("a server that does not answer a ping for 20 s is given up", async () => {
    const { clock, network, losses } = connected();
    clock.advance(20_000);
    expect(network.lastDial.pings).toBe(1);
    clock.advance(20_000);
    expect(network.lastDial.terminated).toBe(true);
    await settle();
    expect(losses[0]?.loss.code).toBe("NO_PONG");
  });
});

describe("a breach of the protocol", () => {
  test.each([
    ["C-004 a header that is not 0", Uint8Array.of(1, 0), 1002],
    ["bytes that are no message", Uint8Array.of(0, 0xff, 0xff), 1002],
  ])("closes the connection: %s", (_, frame, code) => {
    const { deliver, network, losses, messages } = connected();
    deliver({});
    network.lastDial.deliver(frame);
    deliver({ remoteConfig: {} });
    expect(network.lastDial.closedWith?.code).toBe(code);
    expect(messages).toHaveLength(1);
    network.lastDial.lose();
    expect(losses).toEqual([{ loss: { code: "PROTOCOL", message: expect.any(String) }, retryInMs: 500 }]);
  });

  test("closes the connection: a text message", () => {
    const { network } = connected();
    network.lastDial.deliverText();
    expect(network.lastDial.closedWith?.code).toBe(1003);
  });

  test("cuts off a server that does not take part in closing", () => {
    const { network, clock } = connected();
    network.lastDial.deliverText();
    clock.advance(5_000);
    expect(network.lastDial.terminated).toBe(true);
  });

  test("C-005 an empty message is none", () => {
    const { network, messages } = connected();
    network.lastDial.deliver(Uint8Array.of(0x80, 0));
    expect(messages).toHaveLength(1);
    expect(network.lastDial.closedWith).toBeUndefined();
  });
});

describe("stop()", () => {
  test("C-034, C-123 says goodbye, closes, and is done when the connection is gone", async () => {
    const { client, network, clock, sent, lastSent, losses } = connected();
    const stopped = client.stop();
    expect(sent()).toHaveLength(2);
    expect(partsOf(lastSent())).toEqual(["agentDisconnect"]);
    expect(network.lastDial.closedWith?.code).toBe(1000);
    network.lastDial.lose();
    await stopped;
    expect(losses).toEqual([]);
    expect(clock.waiting).toBe(0);
  });

  test("takes 5 s at most", async () => {
    const { client, clock, network } = connected();
    const stopped = client.stop();
    clock.advance(5_000);
    await stopped;
    expect(network.lastDial.terminated).toBe(true);
  });

  test("gives up an attempt that is not through", async () => {
    const { client, network } = setup();
    client.start();
    await client.stop();
    expect(network.lastDial.terminated).toBe(true);
    expect(network.lastDial.sent).toEqual([]);
  });

  test("ends the wait for the next attempt", async () => {
    const { client, network, clock } = setup();
    client.start();
    network.lastDial.lose();
    await client.stop();
    expect(clock.waiting).toBe(0);
  });

  test("may be called twice, and without start()", async () => {
    const { client, network } = setup();
    await Promise.all([client.stop(), client.stop()]);
    client.start();
    expect(network.dials).toEqual([]);
  });
});
