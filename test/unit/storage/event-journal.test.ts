import { describe, expect, test } from "bun:test";

import { EventJournal } from "../../../src/storage/event-journal.ts";
import { type JournalEntry, renderEntry } from "../../../src/storage/journal-entry.ts";
import { storagePaths } from "../../../src/storage/paths.ts";
import { readJournal } from "../../../src/storage/read-journal.ts";
import type { Log } from "../../../src/telemetry/log.ts";
import { FakeClock, settle } from "../../support/fake-clock.ts";
import { MemoryFiles } from "../../support/memory-files.ts";
import { silentLog } from "../../support/silent-log.ts";

const paths = storagePaths("/state");
const entry = (pid: number): JournalEntry => ({ at: "2026-01-01T00:00:00.000Z", event: "collector-started", pid });
const pids = (entries: readonly JournalEntry[]) => entries.map(({ pid }) => pid);

function journal({ limits, isOurs = true }: { limits?: { bytes: number; lines: number }; isOurs?: boolean } = {}) {
  const files = new MemoryFiles();
  files.put("/state/lock", "");
  const clock = new FakeClock();
  const warnings: string[] = [];
  const log: Log = { ...silentLog, warn: (message) => void warnings.push(message) };
  const hold = { restored: () => {}, taken: () => {}, isTaken: !isOurs, isOurs: async () => isOurs };
  const open = () => new EventJournal({ files, clock, log, storage: { paths, hold }, ...(limits && { limits }) });
  return { files, clock, warnings, open, events: open() };
}

describe("the journal", () => {
  test("is written a second after the first of some entries, all at once", async () => {
    const { events, files, clock } = journal();
    events.add(entry(1));
    clock.advance(999);
    events.add(entry(2));
    await settle();
    expect(files.text(paths.events)).toBeUndefined();
    clock.advance(1);
    await events.flush();
    expect(files.text(paths.events)).toBe(renderEntry(entry(1)) + renderEntry(entry(2)));
  });

  test("is kept over restarts", async () => {
    const { events, open } = journal();
    events.add(entry(1));
    await events.flush();
    const next = open();
    next.add(entry(2));
    expect(pids((await next.read()).entries)).toEqual([1, 2]);
  });

  test("is bounded in bytes and in lines", async () => {
    const size = renderEntry(entry(1)).length;
    for (const limits of [
      { bytes: size * 3, lines: 100 },
      { bytes: 1e6, lines: 3 },
    ]) {
      const { events, files } = journal({ limits });
      for (let pid = 1; pid <= 8; pid += 1) {
        events.add(entry(pid));
        await events.flush();
      }
      expect(pids(await readJournal(files, paths))).toEqual([4, 5, 6, 7, 8]);
    }
  });

  test("takes no later line with one that a power cut has left unfinished", async () => {
    const { events, files } = journal();
    files.put(paths.events, `${renderEntry(entry(1))}{"at":"2026`);
    events.add(entry(2));
    await events.flush();
    expect(pids(await readJournal(files, paths))).toEqual([1, 2]);
  });

  test("keeps nobody from anything where it cannot be written, says so once, and goes on when it can", async () => {
    const { events, files, warnings } = journal();
    const mend = files.failOn("sink", paths.events, "ENOSPC");
    for (const pid of [1, 2]) {
      events.add(entry(pid));
      await events.flush();
    }
    expect(warnings).toEqual(["Cannot write the journal of events"]);
    mend();
    events.add(entry(3));
    await events.flush();
    expect(pids(await readJournal(files, paths))).toEqual([1, 2, 3]);
  });

  test("keeps the newest in memory where the disk takes nothing", async () => {
    const { events, files } = journal();
    files.failOn("sink", paths.events, "EIO");
    for (let pid = 0; pid < 600; pid += 1) events.add(entry(pid));
    const { entries } = await events.read();
    expect(entries).toHaveLength(500);
    expect(entries.at(-1)?.pid).toBe(599);
  });

  test("is not written into the directory of another supervisor", async () => {
    const { events, files } = journal({ isOurs: false });
    events.add(entry(1));
    await events.flush();
    expect(files.text(paths.events)).toBeUndefined();
  });

  test("that makes no sense keeps nobody from reading the rest", async () => {
    const { files, events } = journal();
    files.put(paths.events, `\u0000\u0001\nnull\n[]\n{"at":1}\n{"at":"never","event":"x"}\n${renderEntry(entry(7))}`);
    expect(pids((await events.read()).entries)).toEqual([7]);
  });

  test("tells a follower each entry once", async () => {
    const { events } = journal();
    events.add(entry(1));
    const heard: JournalEntry[] = [];
    const { entries, cancel } = await events.read((each) => heard.push(each));
    events.add(entry(2));
    await events.flush();
    cancel();
    events.add(entry(3));
    expect([pids(entries), pids(heard)]).toEqual([[1], [2]]);
  });
});
