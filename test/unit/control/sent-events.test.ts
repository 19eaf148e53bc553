import { describe, expect, test } from "bun:test";

import type { ControlHandlers } from "../../../src/control/handlers.ts";
import { SentEvents, type SentEventsOptions } from "../../../src/control/sent-events.ts";
import type { JournalEntry } from "../../../src/storage/journal-entry.ts";
import { PlayedHandlers } from "../../support/control-world.ts";

const entry = (pid: number): JournalEntry => ({
  at: new Date(pid * 1000).toISOString(),
  event: "collector-started",
  pid,
});

async function sending(
  options: Partial<Pick<SentEventsOptions, "follow" | "since">> = {},
  known: readonly JournalEntry[] = [entry(1), entry(2), entry(3)],
  handlers: Pick<ControlHandlers, "events"> & PlayedHandlers = new PlayedHandlers(),
) {
  handlers.journal.push(...known);
  const connection = { bufferedBytes: 0, terminated: false, terminate: () => void (connection.terminated = true) };
  const sent: [pids: (number | undefined)[], last: boolean][] = [];
  const events = new SentEvents({
    follow: false,
    since: undefined,
    ...options,
    connection,
    send: (batch, last) => void sent.push([batch.map(({ pid }) => pid), last]),
  });
  await events.begin(handlers);
  return { connection, sent, events, handlers };
}

describe("the journal over the channel", () => {
  test("comes whole, and ends", async () => {
    expect((await sending()).sent).toEqual([[[1, 2, 3], true]]);
    expect((await sending({}, [])).sent).toEqual([[[], true]]);
  });

  test("begins where it was asked to", async () => {
    expect((await sending({ since: 2_000 })).sent).toEqual([[[2, 3], true]]);
  });

  test("comes in pieces, as fast as it is read", async () => {
    const known = Array.from({ length: 250 }, (_, pid) => entry(pid));
    const handlers = new PlayedHandlers();
    handlers.journal.push(...known);
    const connection = { bufferedBytes: 1, terminate: () => {} };
    const sizes: number[] = [];
    const send: SentEventsOptions["send"] = (batch) => {
      sizes.push(batch.length);
      connection.bufferedBytes = 1;
    };
    const events = new SentEvents({ follow: false, since: undefined, connection, send });
    await events.begin(handlers);
    expect(sizes).toEqual([]);
    for (const _ of [1, 2, 3, 4]) {
      connection.bufferedBytes = 0;
      events.go();
    }
    expect(sizes).toEqual([100, 100, 50]);
  });

  test("goes on with what comes, until the asker has gone", async () => {
    const { sent, handlers, events } = await sending({ follow: true });
    handlers.happens(entry(4));
    events.stop();
    handlers.happens(entry(5));
    expect(sent).toEqual([
      [[1, 2, 3], false],
      [[4], false],
    ]);
    expect(handlers.followers.size).toBe(0);
  });

  test("holds up nobody: a follower that reads nothing is hung up on", async () => {
    const { connection, handlers } = await sending({ follow: true });
    connection.bufferedBytes = 1;
    for (let pid = 0; pid <= 10_000; pid += 1) handlers.happens(entry(pid));
    expect(connection.terminated).toBe(true);
  });
});
