import { expect, onTestFinished, test } from "bun:test";

import { FileWatch } from "../../../../src/supervisor/operator/file-watch.ts";
import { FakeClock, settle } from "../../../support/fake-clock.ts";
import { MemoryFiles } from "../../../support/memory-files.ts";

async function watching(...paths: string[]) {
  const [files, clock] = [new MemoryFiles(), new FakeClock()];
  const told: string[][] = [];
  for (const path of paths) files.put(path, "first");
  const watch = new FileWatch({ files, clock, paths, changed: (which) => void told.push([...which]) });
  onTestFinished(() => watch.close());
  await settle();
  return { files, clock, told, watch };
}

test("a file that is another one is told once, when it has been at rest for a while", async () => {
  const { files, clock, told } = await watching("/a", "/b");
  await clock.advanceAsync(60_000);
  expect(told).toEqual([]);
  files.put("/b", "second");
  await clock.advanceAsync(2_000);
  expect(told).toEqual([]);
  await clock.advanceAsync(2_000);
  expect(told).toEqual([["/b"]]);
  await clock.advanceAsync(60_000);
  expect(told).toEqual([["/b"]]);
});

test("one that goes on changing is not told before it has come to rest", async () => {
  const { files, clock, told } = await watching("/a");
  for (let written = 0; written < 10; written += 1) {
    files.put("/a", `text ${written}`);
    await clock.advanceAsync(2_000);
  }
  expect(told).toEqual([]);
  await clock.advanceAsync(4_000);
  expect(told).toEqual([["/a"]]);
});

test("one that comes, goes, or cannot be looked at is another one, and what is undone in time is none", async () => {
  const { files, clock, told } = await watching("/a");
  await files.remove("/a");
  await clock.advanceAsync(4_000);
  files.put("/a", "again");
  await clock.advanceAsync(4_000);
  expect(told).toEqual([["/a"], ["/a"]]);
  const undo = files.failOn("stat", "/a", "EIO");
  await clock.advanceAsync(2_000);
  undo();
  await clock.advanceAsync(60_000);
  expect(told).toHaveLength(2);
});

test("nothing is looked at once it is closed", async () => {
  const { clock, watch } = await watching("/a");
  watch.close();
  expect(clock.waiting).toBe(0);
});
