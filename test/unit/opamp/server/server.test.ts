import { describe, expect, test } from "bun:test";

import { receivedBits } from "../../../../src/opamp/wire/capabilities.ts";
import { ServerErrorResponseType } from "../../../../src/opamp/wire/messages.ts";
import { settle } from "../../../support/fake-clock.ts";
import { agentFrame } from "../../../support/opamp-frames.ts";
import {
  componentsFlag,
  described,
  everything,
  fieldsOf,
  flagsOf,
  fullStateFlag,
  lastTo,
  messagesTo,
  otherUid,
  say,
  serverWorld,
  tell,
  uid,
} from "../../../support/server-world.ts";

const badRequest = ServerErrorResponseType.ServerErrorResponseType_BadRequest;

describe("the door", () => {
  test("another path gets 404", async () => {
    const { network, admissions } = await serverWorld();
    expect(network.knock({ path: "/" })).toMatchObject({ kind: "answer", answer: { status: 404 } });
    expect(admissions()).toBe(0);
  });

  test("the path may be chosen and may have a query", async () => {
    const { network } = await serverWorld({ path: "/here" });
    expect(network.connect({ path: "/here?x=1" }).closedWith).toBeUndefined();
  });

  test.each([
    ["a GET without an upgrade", { method: "GET", headers: {} }, 426],
    ["another method", { method: "PUT", headers: {} }, 405],
    ["an upgrade by another method", { method: "POST", headers: { upgrade: "websocket" } }, 415],
    ["a POST of something else", { method: "POST", headers: { "content-type": "application/json" } }, 415],
    ["a POST of nothing known", { method: "POST", headers: {} }, 415],
    [
      "an encoding that is not gzip",
      { method: "POST", headers: { "content-type": "application/x-protobuf", "content-encoding": "br" } },
      415,
    ],
  ])("S-007 %s is refused and does not reach the owner", async (_, request, status) => {
    const { network, admissions } = await serverWorld();
    expect(network.knock(request)).toMatchObject({ kind: "answer", answer: { status } });
    expect(admissions()).toBe(0);
  });

  test("S-007 the content type may have parameters and capitals", async () => {
    const { poll } = await serverWorld();
    const headers = { "content-type": "Application/X-Protobuf; charset=x" };
    expect((await poll(described, { headers })).status).toBe(200);
  });

  test("where HTTP is switched off a POST is told to use WebSocket", async () => {
    const { poll } = await serverWorld({ http: false });
    expect((await poll(described)).status).toBe(426);
  });

  test("S-055 the owner refuses by the headers of the request", async () => {
    const { network } = await serverWorld({
      admit: ({ headers }) =>
        headers.get("x-token") === "right"
          ? { accept: true, context: "" }
          : { accept: false, status: 401, body: "who are you?", headers: { "www-authenticate": "Bearer" } },
    });
    const answer = { status: 401, body: "who are you?", headers: { "www-authenticate": "Bearer" } };
    const upgrade = { upgrade: "websocket" };
    expect(network.knock({ headers: upgrade })).toEqual({ kind: "answer", answer });
    expect(await network.request(new Uint8Array())).toEqual({ ...answer, refused: true });
    expect(network.connect({ headers: { ...upgrade, "X-Token": "right" } }).closedWith).toBeUndefined();
  });

  test("an owner that fails to decide turns away this one request", async () => {
    const { network, log } = await serverWorld({
      admit: ({ headers }) => {
        if (headers.has("x-trouble")) throw new Error("no database");
        return { accept: true, context: "" };
      },
    });
    const headers = { upgrade: "websocket", "x-trouble": "1" };
    expect(network.knock({ headers })).toMatchObject({ kind: "answer", answer: { status: 500 } });
    expect(log.at("error")).toMatchObject([{ fields: { error: "no database" } }]);
    expect(network.connect().closedWith).toBeUndefined();
  });

  test("a message that announces to be too large is refused before it is read", async () => {
    const { network } = await serverWorld({ maxMessageBytes: 100 });
    const headers = { "content-length": "101" };
    expect(await network.request(new Uint8Array(101), { headers })).toMatchObject({ status: 413, refused: true });
  });
});

describe("answers", () => {
  test("S-013, S-020 every message has one, with nothing but the uid if there is nothing to say", async () => {
    const peer = (await serverWorld()).network.connect();
    say(peer, described);
    for (let sequenceNum = 1; sequenceNum < 5; sequenceNum += 1) {
      expect(Object.keys(say(peer, { sequenceNum, capabilities: 0xffff }))).toEqual(["instanceUid"]);
    }
  });

  test("S-014 the uid is the agent's", async () => {
    const peer = (await serverWorld()).network.connect();
    expect(say(peer, described).instanceUid?.toHex()).toBe(uid.toHex());
  });

  test("S-016 AcceptsStatus is set, undefined bits are not", async () => {
    const peer = (await serverWorld({ capabilities: 0xff02 })).network.connect();
    expect(receivedBits(say(peer, described).capabilities)).toBe(3);
  });

  test("S-057 a copy of the last message is answered and not processed again", async () => {
    const { network, heard } = await serverWorld();
    const peer = network.connect();
    say(peer, described);
    const once = { sequenceNum: 1, customMessage: { capability: "com.example", type: "a" } };
    say(peer, once);
    const copy = say(peer, once);
    expect([fieldsOf(copy), flagsOf(copy)]).toEqual([["instanceUid"], 0]);
    expect(heard).toHaveLength(2);
    expect(flagsOf(say(peer, { sequenceNum: 2 }))).toBe(0);
  });

  test("S-021 where the owner fails the agent is told so, and other agents notice nothing", async () => {
    const { network, log } = await serverWorld({
      message: ({ context }) => {
        if (context === "agent 1") throw new Error("no database");
        return undefined;
      },
    });
    const [one, two] = [network.connect(), network.connect()];
    const { errorResponse } = say(one, described);
    expect(errorResponse?.type ?? 0).toBe(ServerErrorResponseType.ServerErrorResponseType_Unknown);
    expect(errorResponse?.errorMessage).not.toContain("database");
    expect(log.at("error")).toMatchObject([{ fields: { handler: "message", error: "no database" } }]);
    expect(say(two, { ...described, instanceUid: otherUid }).errorResponse).toBeFalsy();
    expect(one.closedWith).toBeUndefined();
  });

  test.each(["connected", "closed", "moved", "desired", "resume"] as const)(
    "an owner whose %s fails hears of the rest all the same",
    async (hook) => {
      const fail = () => {
        throw new Error("no database");
      };
      const { network, log, heard } = await serverWorld({ [hook]: fail });
      const peer = network.connect();
      expect(say(peer, described).errorResponse).toBeFalsy();
      say(peer, { instanceUid: otherUid, sequenceNum: 1 });
      say(peer, { instanceUid: otherUid, sequenceNum: 2, agentDisconnect: {} });
      expect(heard).toHaveLength(3);
      expect(log.at("error")[0]?.fields).toMatchObject({ handler: hook, error: "no database" });
    },
  );

  test("S-017 the first one states the capabilities", async () => {
    const peer = (await serverWorld()).network.connect();
    expect(receivedBits(say(peer, described).capabilities)).toBe(5);
    expect(receivedBits(say(peer, { sequenceNum: 1 }).capabilities)).toBe(0);
  });

  test("what the owner returns is part of the answer, also when it comes later", async () => {
    const remoteConfig = { configHash: Uint8Array.of(7) };
    const late = Promise.withResolvers<{ remoteConfig: typeof remoteConfig }>();
    const { network } = await serverWorld({
      message: (_agent, { health }) => (health ? late.promise : { remoteConfig }),
    });
    const peer = network.connect();
    const answer = say(peer, { capabilities: everything });
    expect(answer.remoteConfig?.configHash?.toHex()).toBe("07");
    expect(flagsOf(answer)).toBe(fullStateFlag);
    tell(peer, { sequenceNum: 1, health: {} });
    tell(peer, { sequenceNum: 2 });
    expect(peer.received).toHaveLength(1);
    expect(peer.paused).toBe(true);
    late.resolve({ remoteConfig });
    await settle();
    expect(messagesTo(peer).slice(1).map(fieldsOf)).toEqual([
      ["instanceUid", "remoteConfig"],
      ["instanceUid", "remoteConfig"],
    ]);
    expect(peer.paused).toBe(false);
  });

  test("the owner sees each message merged into the state", async () => {
    const { network, heard } = await serverWorld();
    const peer = network.connect();
    say(peer, { ...described, health: { status: "one" } });
    say(peer, { sequenceNum: 1, effectiveConfig: {} });
    expect(heard[1]?.message.health ?? undefined).toBeUndefined();
    expect(heard[1]?.agent.state.health?.status).toBe("one");
  });

  test("strings that are not well-formed do not spoil the message", async () => {
    const peer = (
      await serverWorld({ message: () => ({ errorResponse: { errorMessage: "a\ud800" } }) })
    ).network.connect();
    expect(say(peer, described).errorResponse?.errorMessage).toBe("a\ufffd");
  });
});

describe("malformed messages", () => {
  test.each([
    ["a header that is not 0", Uint8Array.of(1, 2)],
    ["bytes that are no message", Uint8Array.of(0, 0xff, 0xff)],
    ["a uid of 15 bytes", agentFrame({ instanceUid: uid.subarray(1) })],
    ["no uid", agentFrame({ capabilities: 0xffff })],
  ])("S-056 %s: BadRequest, and the connection goes on", async (_, frame) => {
    const { network, heard } = await serverWorld();
    const peer = network.connect();
    peer.deliver(frame);
    expect(lastTo(peer).errorResponse?.type).toBe(badRequest);
    expect(lastTo(peer).errorResponse?.errorMessage).not.toBe("");
    expect(heard).toEqual([]);
    expect(receivedBits(say(peer, described).capabilities)).toBe(5);
    expect(heard).toHaveLength(1);
  });

  test("text: BadRequest, and the connection is closed", async () => {
    const peer = (await serverWorld()).network.connect();
    peer.deliverText();
    expect(lastTo(peer).errorResponse?.type).toBe(badRequest);
    expect(peer.closedWith?.code).toBe(1003);
  });
});

describe("full state", () => {
  test("S-022 is asked for after a gap in the sequence", async () => {
    const peer = (await serverWorld()).network.connect();
    expect(flagsOf(say(peer, described))).toBe(0);
    expect(flagsOf(say(peer, { sequenceNum: 1 }))).toBe(0);
    expect(flagsOf(say(peer, { sequenceNum: 3 }))).toBe(fullStateFlag);
    expect(flagsOf(say(peer, { ...described, sequenceNum: 4 }))).toBe(0);
    expect(flagsOf(say(peer, { sequenceNum: 6 }))).toBe(fullStateFlag);
  });

  test("is asked for after a gap though the description is there: it alone may have changed", async () => {
    const peer = (await serverWorld()).network.connect();
    say(peer, described);
    expect(flagsOf(say(peer, { ...described, sequenceNum: 9 }))).toBe(fullStateFlag);
    expect(flagsOf(say(peer, { ...described, sequenceNum: 99 }))).toBe(0);
  });

  test("is asked of an agent that comes back without a word, once", async () => {
    const peer = (await serverWorld()).network.connect();
    expect(flagsOf(say(peer, { sequenceNum: 8 }))).toBe(fullStateFlag);
    expect(flagsOf(say(peer, { sequenceNum: 9 }))).toBe(0);
  });

  test("is asked for at the owner's wish", async () => {
    const { network, heard } = await serverWorld();
    const peer = network.connect();
    say(peer, described);
    heard[0]?.agent.requestFullState();
    expect(flagsOf(lastTo(peer))).toBe(fullStateFlag);
    expect(flagsOf(say(peer, { sequenceNum: 5 }))).toBe(0);
  });

  const earlier = { instanceUid: uid, sequence: 7n, capabilities: 1, agentDescription: {}, health: { status: "kept" } };

  test("is not asked of an agent that continues what an earlier connection left", async () => {
    const { network, heard } = await serverWorld({ resume: () => earlier });
    expect(flagsOf(say(network.connect(), { sequenceNum: 8 }))).toBe(0);
    expect(heard[0]?.agent.state.health?.status).toBe("kept");
  });

  test.each([
    ["the sequence has a gap", earlier, 9],
    ["it belongs to another agent", { ...earlier, instanceUid: Uint8Array.from(uid).reverse() }, 8],
  ])("is asked for, and the earlier state dropped, if %s", async (_, state, sequenceNum) => {
    const { network, heard } = await serverWorld({ resume: () => state });
    expect(flagsOf(say(network.connect(), { sequenceNum }))).toBe(fullStateFlag);
    expect(heard[0]?.agent.state.health).toBeUndefined();
  });
});

describe("available components", () => {
  const hash = Uint8Array.of(1);

  test("S-051 are asked for once for each hash without a map", async () => {
    const peer = (await serverWorld()).network.connect();
    expect(flagsOf(say(peer, { ...described, availableComponents: { hash } }))).toBe(componentsFlag);
    expect(flagsOf(say(peer, { sequenceNum: 1, availableComponents: { hash } }))).toBe(0);
    const next = { sequenceNum: 2, availableComponents: { hash: Uint8Array.of(2) } };
    expect(flagsOf(say(peer, next))).toBe(componentsFlag);
  });

  test("are not asked for when the map is there", async () => {
    const peer = (await serverWorld()).network.connect();
    const availableComponents = { hash, components: { receivers: {} } };
    expect(flagsOf(say(peer, { ...described, availableComponents }))).toBe(0);
  });

  test("are not asked for when nobody wants them", async () => {
    const peer = (await serverWorld({ wantComponents: false })).network.connect();
    expect(flagsOf(say(peer, { ...described, availableComponents: { hash } }))).toBe(0);
  });
});

describe("send()", () => {
  test("fills in the uid", async () => {
    const { network, heard } = await serverWorld();
    const peer = network.connect();
    say(peer, described);
    heard[0]?.agent.send({ remoteConfig: {} });
    expect(lastTo(peer)).toMatchObject({ instanceUid: expect.anything(), remoteConfig: expect.anything() });
    expect(lastTo(peer).instanceUid?.toHex()).toBe(uid.toHex());
  });

  test("waits until the agent has said who it is, and comes with the answer", async () => {
    const { network } = await serverWorld({ connected: (agent) => void agent.send({ remoteConfig: {} }) });
    const peer = network.connect();
    expect(peer.received).toEqual([]);
    expect(fieldsOf(say(peer, described))).toEqual(["instanceUid", "remoteConfig", "capabilities"]);
  });

  test("S-027, S-041, S-045 sends only what the agent's capabilities invite", async () => {
    const { network, heard } = await serverWorld();
    const peer = network.connect();
    say(peer, { ...described, capabilities: 1 });
    const [{ agent } = {}] = heard;
    expect(agent?.send({ remoteConfig: {} })).toBe("not-accepted");
    expect(agent?.send({ packagesAvailable: {} })).toBe("not-accepted");
    expect(agent?.send({ command: {} })).toBe("not-accepted");
    expect(agent?.send({ connectionSettings: { ownLogs: { destinationEndpoint: "https://x/v1/logs" } } })).toBe(
      "not-accepted",
    );
    expect(peer.received).toHaveLength(1);
  });

  test("S-012 follows capabilities that change, also for what waits already", async () => {
    const { network, heard, log } = await serverWorld();
    const peer = network.connect();
    say(peer, described);
    peer.stopReading();
    heard[0]?.agent.send({ customMessage: { capability: "com.example", type: "a" } });
    heard[0]?.agent.send({ remoteConfig: {} });
    tell(peer, { sequenceNum: 1, capabilities: 1 });
    peer.read();
    expect(messagesTo(peer).filter(({ remoteConfig }) => remoteConfig)).toEqual([]);
    expect(log.at("warn")).toMatchObject([{ fields: { fields: "remoteConfig" } }]);
  });

  test("S-019 what must not stand beside a command comes after it", async () => {
    const { network, heard } = await serverWorld();
    const peer = network.connect();
    say(peer, described);
    heard[0]?.agent.send({ command: {}, remoteConfig: {}, errorResponse: { errorMessage: "first" } });
    expect(messagesTo(peer).slice(1).map(fieldsOf)).toEqual([
      ["instanceUid", "errorResponse"],
      ["instanceUid", "command"],
      ["instanceUid", "remoteConfig"],
    ]);
  });

  test("refuses what cannot be encoded, and says so; an answer goes without it", async () => {
    const notBytes: Uint8Array = Object.create(Uint8Array.prototype);
    const { network, heard, log } = await serverWorld();
    const peer = network.connect();
    say(peer, described);
    expect(heard[0]?.agent.send({ customMessage: { data: notBytes } })).toBe("invalid");
    expect(peer.received).toHaveLength(1);
    expect(log.at("error")).toHaveLength(1);
    expect(fieldsOf(say(peer, { sequenceNum: 1 }))).toEqual(["instanceUid"]);
  });

  test("refuses an instance uid that is none, and says so", async () => {
    const { network, heard, log } = await serverWorld();
    const peer = network.connect();
    say(peer, described);
    expect(heard[0]?.agent.send({ agentIdentification: { newInstanceUid: new Uint8Array(16) } })).toBe("invalid");
    expect(peer.received).toHaveLength(1);
    expect(log.at("error")).toHaveLength(1);
  });

  test("S-005 a message above the limit is not sent", async () => {
    const { network, heard, log } = await serverWorld({ maxMessageBytes: 100 });
    const peer = network.connect();
    say(peer, described);
    expect(heard[0]?.agent.send({ errorResponse: { errorMessage: "x".repeat(200) } })).toBe("too-large");
    expect(peer.received).toHaveLength(1);
    expect(log.at("error")).toMatchObject([{ fields: { limit_bytes: 99 } }]);
  });

  test("S-005, S-020 an answer above the limit goes without its content", async () => {
    const { network } = await serverWorld({
      maxMessageBytes: 100,
      message: () => ({ errorResponse: { errorMessage: "x".repeat(200) } }),
    });
    expect(say(network.connect(), described).errorResponse).toBeFalsy();
  });
});

describe("the end", () => {
  test("S-061 an agent that says goodbye is answered, closed and gone", async () => {
    const { network, closed, heard } = await serverWorld();
    const peer = network.connect();
    say(peer, described);
    say(peer, { sequenceNum: 1, agentDisconnect: {}, health: { status: "stopping" } });
    expect(heard[1]?.agent.state.health?.status).toBe("stopping");
    expect(closed).toEqual(["agent 1"]);
    expect(peer.closedWith?.code).toBe(1000);
    peer.gone(1000);
    peer.deliver(agentFrame({ instanceUid: uid, sequenceNum: 2 }));
    expect(closed).toHaveLength(1);
    expect(heard).toHaveLength(2);
  });

  test("a lost connection is reported once, and sending into it does nothing", async () => {
    const { network, closed, heard } = await serverWorld();
    const peer = network.connect();
    say(peer, described);
    peer.gone(1006);
    heard[0]?.agent.send({});
    expect(closed).toEqual(["agent 1"]);
    expect(peer.received).toHaveLength(1);
  });
});
