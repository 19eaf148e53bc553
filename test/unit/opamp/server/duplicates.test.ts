import { describe, expect, test } from "bun:test";

import { settle } from "../../../support/fake-clock.ts";
import type { FakePeer } from "../../../support/fake-peer.ts";
import {
  described,
  fieldsOf,
  flagsOf,
  messagesTo,
  otherUid,
  say,
  type ServerWorld,
  serverWorld,
  tell,
  uid,
} from "../../../support/server-world.ts";

const given = new Uint8Array(16).fill(1);

/** Two WebSockets under one uid; the answer to the second one waits for the first one's sign of life. */
async function twins(
  options: Parameters<typeof serverWorld>[0] = {},
): Promise<ServerWorld & { older: FakePeer; newer: FakePeer }> {
  const world = await serverWorld(options);
  const older = world.network.connect();
  say(older, described);
  const newer = world.network.connect();
  tell(newer, described);
  return { ...world, older, newer };
}

describe("a second connection under one uid", () => {
  test("S-054 is given another uid if the first one is alive", async () => {
    const { older, newer, heard, log } = await twins();
    expect([older.pings, newer.received.length, newer.paused]).toEqual([1, 0, true]);
    older.pong();
    await settle();
    const [answer] = messagesTo(newer);
    expect(answer?.agentIdentification?.newInstanceUid?.toHex()).toBe(given.toHex());
    expect(answer?.instanceUid?.toHex()).toBe(uid.toHex());
    expect([older.closedWith, newer.closedWith, newer.paused]).toEqual([undefined, undefined, false]);
    expect(heard).toHaveLength(1);
    expect(log.at("warn")).toHaveLength(1);
  });

  test("S-054 is told the same until it has changed; then it is an agent like others, with all it had said", async () => {
    const { older, newer, heard, moved, server } = await twins();
    older.pong();
    await settle();
    tell(newer, { sequenceNum: 1 });
    older.pong();
    await settle();
    expect(messagesTo(newer)[1]?.agentIdentification?.newInstanceUid?.toHex()).toBe(given.toHex());
    const after = say(newer, { instanceUid: given, sequenceNum: 2 });
    expect([fieldsOf(after), flagsOf(after), after.instanceUid?.toHex()]).toEqual([["instanceUid"], 0, given.toHex()]);
    expect(heard.map(({ agent }) => agent.context)).toEqual(["agent 1", "agent 2"]);
    expect(heard[1]?.agent.state.agentDescription).toBeTruthy();
    expect(moved).toEqual([]);
    expect([server.find(uid)?.context, server.find(given)?.context]).toEqual(["agent 1", "agent 2"]);
  });

  test("takes its place if the first one gives no sign of life", async () => {
    const { older, newer, heard, closed, clock, server } = await twins();
    await clock.advanceAsync(5_000);
    expect(older.closedWith?.code).toBe(1008);
    expect(fieldsOf(messagesTo(newer)[0] ?? {})).toEqual(["instanceUid", "capabilities"]);
    expect([closed, heard.length, server.find(uid)?.context]).toEqual([["agent 1"], 2, "agent 2"]);
  });

  test("takes its place at once if the loss of the first one is noticed meanwhile", async () => {
    const { older, newer, closed, server } = await twins();
    older.gone(1006);
    await settle();
    expect(newer.received).toHaveLength(1);
    expect([closed, server.find(uid)?.context]).toEqual([["agent 1"], "agent 2"]);
  });

  test("that is lost before the first one has answered leaves nothing behind", async () => {
    const { older, newer, closed, heard, server, clock } = await twins();
    newer.gone(1006);
    await clock.advanceAsync(5_000);
    expect([heard.length, closed, older.closedWith]).toEqual([1, ["agent 2"], undefined]);
    expect(server.find(uid)?.context).toBe("agent 1");
  });

  test("S-053 is heard beside the first one where the owner allows it; the newest is found", async () => {
    const { older, newer, heard, server } = await twins({ duplicates: "allow" });
    expect([older.pings, older.closedWith, newer.received.length, heard.length]).toEqual([0, undefined, 1, 2]);
    say(older, { sequenceNum: 1 });
    expect(server.find(uid)?.context).toBe("agent 2");
    older.gone(1006);
    expect(server.find(uid)?.context).toBe("agent 2");
    newer.gone(1006);
    expect(server.find(uid)).toBeUndefined();
  });

  test("over HTTP is given another uid too, and nothing of it is kept until it has changed", async () => {
    const { network, poll, heard, server, came } = await serverWorld();
    const older = network.connect();
    say(older, described);
    const answer = poll(described);
    older.pong();
    expect((await answer).message.agentIdentification?.newInstanceUid?.toHex()).toBe(given.toHex());
    expect([heard.length, came, server.find(given)]).toEqual([1, ["agent 1"], undefined]);
    await poll({ ...described, instanceUid: given, sequenceNum: 1 });
    expect(server.find(given)?.transport).toBe("http");
  });
});

describe("another uid", () => {
  test("S-018 is given to an agent that asks for one, which keeps its session", async () => {
    const { network, heard, moved, closed, server } = await serverWorld();
    const peer = network.connect();
    const first = say(peer, { ...described, flags: 1 });
    expect(first.agentIdentification?.newInstanceUid?.toHex()).toBe(given.toHex());
    const again = say(peer, { sequenceNum: 1, flags: 1 });
    expect(again.agentIdentification?.newInstanceUid?.toHex()).toBe(given.toHex());
    expect(flagsOf(say(peer, { instanceUid: given, sequenceNum: 2 }))).toBe(0);
    expect(moved).toEqual([{ from: uid.toHex(), to: given.toHex() }]);
    expect([closed, heard.length, server.find(uid)]).toEqual([[], 3, undefined]);
    expect(heard[2]?.agent.state.agentDescription).toBeTruthy();
  });

  test("is given over HTTP too, and the session goes on under it", async () => {
    const { poll, moved, heard, came } = await serverWorld();
    const { message } = await poll({ ...described, flags: 1 });
    const newUid = message.agentIdentification?.newInstanceUid ?? new Uint8Array();
    expect(flagsOf((await poll({ instanceUid: newUid, sequenceNum: 1 })).message)).toBe(0);
    expect(moved).toEqual([{ from: uid.toHex(), to: newUid.toHex() }]);
    expect([heard.length, came]).toEqual([2, ["agent 1"]]);
  });

  test("may be the owner's to give", async () => {
    const { poll, heard, moved } = await serverWorld();
    await poll(described);
    heard[0]?.agent.send({ agentIdentification: { newInstanceUid: otherUid } });
    expect((await poll({ sequenceNum: 1 })).message.agentIdentification?.newInstanceUid?.toHex()).toBe(
      otherUid.toHex(),
    );
    await poll({ instanceUid: otherUid, sequenceNum: 2 });
    expect(moved).toEqual([{ from: uid.toHex(), to: otherUid.toHex() }]);
  });

  test("that is taken already is not taken away from its agent", async () => {
    const { network, server } = await serverWorld();
    const [one, two] = [network.connect(), network.connect()];
    say(one, described);
    say(two, { ...described, instanceUid: otherUid });
    tell(two, { instanceUid: uid, sequenceNum: 1 });
    one.pong();
    await settle();
    expect(messagesTo(two).at(-1)?.agentIdentification).toBeTruthy();
    expect(server.find(uid)?.context).toBe("agent 1");
  });
});
