import { describe, expect, test } from "bun:test";

import { toClampedNumber } from "../../../../src/opamp/wire/integers.ts";
import { ServerErrorResponseType } from "../../../../src/opamp/wire/messages.ts";
import { settle } from "../../../support/fake-clock.ts";
import {
  described,
  fieldsOf,
  flagsOf,
  fullStateFlag,
  lastTo,
  messagesTo,
  otherUid,
  say,
  serverWorld,
  tell,
} from "../../../support/server-world.ts";

const unavailable = ServerErrorResponseType.ServerErrorResponseType_Unavailable;

describe("a peer that is gone without a word", () => {
  test("is asked for a sign of life, and cut off within the time", async () => {
    const { network, clock, closed } = await serverWorld({ deadAfterMs: 30_000 });
    const peer = network.connect();
    say(peer, described);
    clock.advance(19_000);
    expect(peer.pings).toBe(0);
    clock.advance(1_000);
    expect([peer.pings, peer.closedWith]).toEqual([1, undefined]);
    await clock.advanceAsync(10_000);
    expect([peer.closedWith?.code, closed]).toEqual([1006, ["agent 1"]]);
  });

  test("is not one that answers the ping, nor one that sends messages", async () => {
    const { network, clock } = await serverWorld({ deadAfterMs: 30_000 });
    const [quiet, busy] = [network.connect(), network.connect()];
    say(quiet, described);
    say(busy, { ...described, instanceUid: otherUid });
    for (let sequenceNum = 1; sequenceNum < 20; sequenceNum += 1) {
      clock.advance(10_000);
      if (quiet.pings > 0) quiet.pong();
      say(busy, { instanceUid: otherUid, sequenceNum });
    }
    expect([quiet.closedWith, busy.closedWith, busy.pings]).toEqual([undefined, undefined, 0]);
  });

  test("that lives but never says who it is is closed", async () => {
    const { network, clock } = await serverWorld({ deadAfterMs: 30_000 });
    const peer = network.connect();
    for (let second = 0; second < 30; second += 1) {
      clock.advance(1_000);
      peer.pong();
    }
    expect(peer.closedWith?.code).toBe(1008);
  });
});

describe("an agent that does not read", () => {
  test("S-060 is read no more, what is for it is merged, and goes on once it reads", async () => {
    const { network, heard } = await serverWorld();
    const peer = network.connect();
    say(peer, described);
    peer.stopReading();
    const agent = heard[0]?.agent;
    expect(agent?.send({ remoteConfig: { configHash: Uint8Array.of(1) } })).toBe("sent");
    expect(peer.paused).toBe(true);
    for (let version = 2; version < 50; version += 1) {
      expect(agent?.send({ remoteConfig: { configHash: Uint8Array.of(version) } })).toBe("pending");
    }
    peer.read();
    expect(
      messagesTo(peer)
        .slice(1)
        .map(({ remoteConfig }) => remoteConfig?.configHash?.[0]),
    ).toEqual([1, 49]);
    expect(peer.paused).toBe(false);
  });

  test("cannot make custom messages pile up", async () => {
    const { network, heard } = await serverWorld();
    const peer = network.connect();
    say(peer, described);
    peer.stopReading();
    const outcomes = Array.from({ length: 40 }, (_, index) =>
      heard[0]?.agent.send({ customMessage: { capability: "com.example", type: `${index}` } }),
    );
    expect(outcomes.filter((outcome) => outcome === "queue-full")).toHaveLength(7);
    peer.read();
    expect(messagesTo(peer)).toHaveLength(34);
    expect(lastTo(peer).customMessage?.type).toBe("32");
  });

  test("is cut off within the time, unless it reads some of it", async () => {
    const { network, clock, heard, closed } = await serverWorld({ deadAfterMs: 30_000 });
    const [stuck, slow] = [network.connect(), network.connect()];
    say(stuck, described);
    say(slow, { ...described, instanceUid: otherUid });
    for (const [index, peer] of [stuck, slow].entries()) {
      peer.stopReading();
      heard[index]?.agent.send({ customMessage: { data: new Uint8Array(100_000) } });
    }
    for (let round = 0; round < 6; round += 1) {
      slow.unreadBytes -= 10_000;
      await clock.advanceAsync(10_000);
    }
    expect([stuck.closedWith?.code, slow.closedWith, closed]).toEqual([1006, undefined, ["agent 1"]]);
  });
});

describe("an agent that sends too much", () => {
  const rate = { perSecond: 1, burst: 3 };

  test("is told when to come back and disconnected, and what was too much is not processed", async () => {
    const { network, heard, closed, log } = await serverWorld({ rate });
    const peer = network.connect();
    for (let sequenceNum = 0; sequenceNum < 5; sequenceNum += 1) tell(peer, { ...described, sequenceNum });
    const last = lastTo(peer);
    expect(messagesTo(peer)).toHaveLength(4);
    expect(last.errorResponse?.type).toBe(unavailable);
    expect(toClampedNumber(last.errorResponse?.retryInfo?.retryAfterNanoseconds)).toBe(30e9);
    expect(peer.closedWith?.code).toBe(1013);
    await settle();
    expect([heard.length, closed, log.at("warn").length]).toEqual([3, ["agent 1"], 1]);
  });

  test("is not one that keeps to the rate, nor one beside it", async () => {
    const { network, clock } = await serverWorld({ rate });
    const [steady, flooding] = [network.connect(), network.connect()];
    for (let sequenceNum = 0; sequenceNum < 20; sequenceNum += 1) {
      say(steady, { ...described, sequenceNum });
      clock.advance(1_000);
    }
    for (let sequenceNum = 0; sequenceNum < 5; sequenceNum += 1) tell(flooding, { instanceUid: otherUid, sequenceNum });
    expect([steady.closedWith, flooding.closedWith?.code]).toEqual([undefined, 1013]);
  });

  test("over HTTP gets 429 with Retry-After, until it is within the rate again", async () => {
    const { poll, clock } = await serverWorld({ rate });
    const statuses = [];
    for (let sequenceNum = 0; sequenceNum < 5; sequenceNum += 1) {
      statuses.push((await poll({ ...described, sequenceNum })).status);
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect((await poll(described)).headers["retry-after"]).toBe("30");
    clock.advance(1_000);
    expect((await poll({ ...described, sequenceNum: 5 })).status).toBe(200);
  });

  test("while the owner is busy with it is disconnected before much of it waits", async () => {
    const { network } = await serverWorld({ message: () => new Promise(() => {}) });
    const peer = network.connect();
    for (let sequenceNum = 0; sequenceNum < 300; sequenceNum += 1) tell(peer, { sequenceNum });
    expect(peer.closedWith?.code).toBe(1013);
  });
});

describe("a server with too much to do", () => {
  test("S-058 answers messages with Unavailable, and takes up the agent's state anew afterwards", async () => {
    let overload: { retryAfterMs: number } | undefined;
    const { network, heard } = await serverWorld({ overloaded: () => overload });
    const peer = network.connect();
    say(peer, described);
    overload = { retryAfterMs: 2_000 };
    const { errorResponse } = say(peer, { sequenceNum: 1, health: {} });
    expect(errorResponse?.type).toBe(unavailable);
    expect(toClampedNumber(errorResponse?.retryInfo?.retryAfterNanoseconds)).toBe(2e9);
    overload = undefined;
    expect(flagsOf(say(peer, { sequenceNum: 2 }))).toBe(fullStateFlag);
    expect(heard).toHaveLength(2);
  });

  test("S-059 turns new agents away with 503 and Retry-After, over both transports, and asks nobody about them", async () => {
    const { network, admissions } = await serverWorld({ overloaded: () => ({ retryAfterMs: 1_500 }) });
    const refusal = { status: 503, headers: { "retry-after": "2" } };
    expect(network.knock()).toMatchObject({ kind: "answer", answer: refusal });
    expect(await network.request(new Uint8Array())).toMatchObject({ ...refusal, refused: true });
    expect(admissions()).toBe(0);
  });

  test("is not one whose owner fails to say so", async () => {
    let asked = 0;
    const { network, heard, log } = await serverWorld({
      overloaded: () => {
        asked += 1;
        if (asked > 1) throw new Error("no figures");
        return undefined;
      },
    });
    expect(say(network.connect(), described).errorResponse).toBeFalsy();
    expect([heard.length, log.at("error")[0]?.fields["error"]]).toEqual([1, "no figures"]);
  });

  test("takes no more connections than it may", async () => {
    const { network } = await serverWorld({ maxConnections: 2 });
    const first = network.connect();
    network.connect();
    expect(network.knock()).toMatchObject({ answer: { status: 503, headers: { "retry-after": "30" } } });
    first.gone(1006);
    expect(network.connect().closedWith).toBeUndefined();
  });

  test("counts polls that are not answered yet, and no others", async () => {
    const late = Promise.withResolvers<undefined>();
    const { network, poll } = await serverWorld({ maxConnections: 1, message: () => late.promise });
    const running = poll(described);
    expect(network.knock()).toMatchObject({ answer: { status: 503 } });
    late.resolve(undefined);
    expect(fieldsOf((await running).message)).toEqual(["instanceUid", "capabilities"]);
    expect(network.connect().closedWith).toBeUndefined();
  });
});
