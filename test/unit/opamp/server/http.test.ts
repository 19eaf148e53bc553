import { describe, expect, test } from "bun:test";

import { receivedBits } from "../../../../src/opamp/wire/capabilities.ts";
import { codec, ServerErrorResponseType } from "../../../../src/opamp/wire/messages.ts";
import { formatUid } from "../../../../src/opamp/wire/uid.ts";
import { settle } from "../../../support/fake-clock.ts";
import {
  described,
  fieldsOf,
  flagsOf,
  fullStateFlag,
  otherUid,
  say,
  serverWorld,
  uid,
} from "../../../support/server-world.ts";

describe("an agent over HTTP", () => {
  test("S-001, S-020 is answered on the path of the WebSockets, each time", async () => {
    const { poll, came, heard } = await serverWorld();
    const first = await poll(described);
    expect(first).toMatchObject({ status: 200, headers: { "content-type": "application/x-protobuf" } });
    expect(receivedBits(first.message.capabilities)).toBe(5);
    expect(fieldsOf((await poll({ sequenceNum: 1 })).message)).toEqual(["instanceUid"]);
    expect(came).toEqual(["agent 1"]);
    expect(heard.map(({ agent }) => agent.transport)).toEqual(["http", "http"]);
  });

  test("keeps its state and its context from poll to poll", async () => {
    const { poll, heard, server } = await serverWorld();
    await poll({ ...described, health: { status: "kept" } });
    expect(flagsOf((await poll({ sequenceNum: 1 })).message)).toBe(0);
    expect(heard[1]?.agent.state.health?.status).toBe("kept");
    expect(heard[1]?.agent.context).toBe("agent 1");
    expect([...server.agents()].map(({ context }) => context)).toEqual(["agent 1"]);
    expect(server.find(uid)?.transport).toBe("http");
    expect(flagsOf((await poll({ sequenceNum: 3 })).message)).toBe(fullStateFlag);
  });

  test("S-060 gets what waits with its next poll, of each kind the newest", async () => {
    const { poll, heard } = await serverWorld();
    await poll(described);
    const agent = heard[0]?.agent;
    expect(agent?.send({ remoteConfig: { configHash: Uint8Array.of(1) } })).toBe("pending");
    agent?.send({ remoteConfig: { configHash: Uint8Array.of(2) } });
    agent?.send({ command: {} });
    agent?.send({ customMessage: { capability: "com.example", type: "a" } });
    agent?.send({ customMessage: { capability: "com.example", type: "b" } });
    const answers = [];
    for (let sequenceNum = 1; sequenceNum < 5; sequenceNum += 1) answers.push((await poll({ sequenceNum })).message);
    expect(answers.map(fieldsOf)).toEqual([
      ["instanceUid", "command"],
      ["instanceUid", "remoteConfig", "customMessage"],
      ["instanceUid", "customMessage"],
      ["instanceUid"],
    ]);
    expect(answers[1]?.remoteConfig?.configHash?.toHex()).toBe("02");
    expect(answers.map(({ customMessage }) => customMessage?.type)).toEqual([undefined, "a", "b", undefined]);
  });

  test("S-057 that did not get the answer gets it again, and its message is processed once", async () => {
    const { poll, heard } = await serverWorld();
    await poll(described);
    heard[0]?.agent.send({ command: {} });
    const message = { sequenceNum: 1 };
    for (const { message: answer } of [await poll(message), await poll(message)]) {
      expect(fieldsOf(answer)).toEqual(["instanceUid", "command"]);
    }
    expect(heard).toHaveLength(2);
    expect(fieldsOf((await poll({ sequenceNum: 2 })).message)).toEqual(["instanceUid"]);
  });

  test("S-056 is told what is malformed, under the uid of its header", async () => {
    const { network, heard } = await serverWorld();
    const headers = { "opamp-instance-uid": formatUid(uid) };
    const { status, body } = await network.request(Uint8Array.of(0xff, 0xff), { headers });
    const answer = codec.ServerToAgent.decode(typeof body === "string" ? new Uint8Array() : body);
    expect(status).toBe(200);
    expect(answer.errorResponse?.type).toBe(ServerErrorResponseType.ServerErrorResponseType_BadRequest);
    expect(answer.errorResponse?.errorMessage).toBeTruthy();
    expect(answer.instanceUid?.toHex()).toBe(uid.toHex());
    expect(heard).toEqual([]);
  });

  test.each([
    ["gzip", true],
    ["deflate, GZIP;q=0.5", true],
    ["*", true],
    ["gzip;q=0", false],
    ["gzip;q=0, *", false],
    ["br", false],
    ["", false],
  ])("S-009 with Accept-Encoding %p: gzip %p", async (accepts, gzip) => {
    const { poll } = await serverWorld();
    expect((await poll(described, { headers: { "accept-encoding": accepts } })).gzip).toBe(gzip);
  });

  test.each([
    ["TOO_LARGE", 413],
    ["MALFORMED", 400],
    ["TIMEOUT", 408],
    ["LOST", 400],
  ] as const)("S-010 whose body is %s gets %d", async (failure, status) => {
    const { network } = await serverWorld();
    const headers = { "content-type": "application/x-protobuf", "content-encoding": "gzip" };
    const reception = network.knock({ method: "POST", headers });
    if (!("kind" in reception) || reception.kind !== "read") throw new Error("the body is not wanted");
    expect(reception.gzip).toBe(true);
    expect((await reception.answer({ read: false, failure })).status).toBe(status);
  });

  test("S-011 gets no message above the limit, but an answer", async () => {
    const { poll, heard, log } = await serverWorld({ maxMessageBytes: 100 });
    await poll(described);
    heard[0]?.agent.send({ customMessage: { capability: "com.example", data: new Uint8Array(200) } });
    expect(fieldsOf((await poll({ sequenceNum: 1 })).message)).toEqual(["instanceUid"]);
    expect(log.at("error")).toHaveLength(1);
  });

  test("S-061 that says goodbye is answered and gone", async () => {
    const { poll, closed, server } = await serverWorld();
    await poll(described);
    expect((await poll({ sequenceNum: 1, agentDisconnect: {} })).status).toBe(200);
    expect(closed).toEqual(["agent 1"]);
    expect(server.find(uid)).toBeUndefined();
  });

  test("is gone when it has missed its polls, and a stranger when it comes back", async () => {
    const { poll, clock, closed, heard } = await serverWorld({ http: { pollingIntervalMs: 10_000, missedPolls: 2 } });
    await poll(described);
    clock.advance(19_000);
    await poll({ sequenceNum: 1 });
    clock.advance(20_000);
    expect(closed).toEqual([]);
    clock.advance(10_000);
    expect(closed).toEqual(["agent 1"]);
    expect(heard[0]?.agent.send({ remoteConfig: {} })).toBe("gone");
    expect(flagsOf((await poll({ sequenceNum: 2 })).message)).toBe(fullStateFlag);
  });

  test("may stay away for longer if it was offered a longer interval", async () => {
    const { poll, clock, closed, heard } = await serverWorld({ http: { pollingIntervalMs: 10_000, missedPolls: 2 } });
    await poll(described);
    heard[0]?.agent.send({ connectionSettings: { opamp: { heartbeatIntervalSeconds: 60 } } });
    await poll({ sequenceNum: 1 });
    clock.advance(119_000);
    expect(closed).toEqual([]);
    clock.advance(10_000);
    expect(closed).toEqual(["agent 1"]);
  });

  test("may be refused by its credentials, if the session is another's", async () => {
    let admissions = 0;
    const { poll, heard } = await serverWorld({
      admit: () => ({ accept: true, context: ["alice", "mallory", "alice"][admissions++] ?? "" }),
      mayContinue: ({ context }, credentials) => context === credentials,
    });
    expect((await poll(described)).status).toBe(200);
    expect((await poll({ sequenceNum: 1 })).status).toBe(403);
    expect((await poll({ sequenceNum: 1 })).status).toBe(200);
    expect(heard.map(({ agent }) => agent.context)).toEqual(["alice", "alice"]);
  });

  test("is one too many beyond the bound, and those that are there stay", async () => {
    const { poll } = await serverWorld({ http: { maxSessions: 1 } });
    await poll(described);
    const refused = await poll({ ...described, instanceUid: otherUid });
    expect([refused.status, refused.headers["retry-after"]]).toEqual([503, "30"]);
    expect((await poll({ sequenceNum: 1 })).status).toBe(200);
  });

  test("that is sent away begins anew", async () => {
    const { poll, heard, closed } = await serverWorld();
    await poll(described);
    heard[0]?.agent.close(1008, "off");
    expect(closed).toEqual(["agent 1"]);
    expect(flagsOf((await poll({ sequenceNum: 1 })).message)).toBe(fullStateFlag);
  });

  test("that polls before its last answer waits for its turn, and not for ever more polls", async () => {
    const late = Promise.withResolvers<undefined>();
    const { poll, heard } = await serverWorld({ message: (_, { health }) => (health ? late.promise : undefined) });
    await poll(described);
    const slow = Array.from({ length: 7 }, (_, index) => poll({ sequenceNum: index + 1, health: {} }));
    const refused = await Promise.all(slow.slice(5));
    expect(refused.map(({ status }) => status)).toEqual([429, 429]);
    late.resolve(undefined);
    expect((await Promise.all(slow.slice(0, 5))).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(heard).toEqual([]);
  });

  test("that changes to WebSocket takes its place there, and is closed once", async () => {
    const { poll, network, closed, came } = await serverWorld();
    await poll(described);
    expect(flagsOf(say(network.connect(), { ...described, sequenceNum: 1 }))).toBe(0);
    await settle();
    expect([came, closed]).toEqual([["agent 1", "agent 2"], ["agent 1"]]);
  });

  test("ends with the server", async () => {
    const { poll, server, closed, clock } = await serverWorld();
    await poll(described);
    await server.stop();
    expect(closed).toEqual(["agent 1"]);
    expect(clock.waiting).toBe(0);
  });
});
