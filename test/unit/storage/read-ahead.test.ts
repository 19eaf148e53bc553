import { expect, test } from "bun:test";

import { readAhead } from "../../../src/storage/read-ahead.ts";
import { MemoryFiles } from "../../support/memory-files.ts";

const text = (data: Uint8Array | undefined) => data && new TextDecoder().decode(data);

test("what is read ahead is asked for at once, and once", async () => {
  const files = new MemoryFiles();
  files.put("/a", "1");
  const asked: string[] = [];
  const counting = {
    readIfPresent: (path: string) => {
      asked.push(path);
      return files.readIfPresent(path);
    },
    write: files.write.bind(files),
    rename: files.rename.bind(files),
    remove: files.remove.bind(files),
    ensureDirectory: files.ensureDirectory.bind(files),
  };
  const ahead = readAhead(counting, ["/a", "/missing"]);
  expect(asked).toEqual(["/a", "/missing"]);
  expect(text(await ahead.readIfPresent("/a"))).toBe("1");
  expect(await ahead.readIfPresent("/missing")).toBeUndefined();
  expect(asked).toEqual(["/a", "/missing"]);
});

test("what was changed meanwhile is read anew", async () => {
  const files = new MemoryFiles();
  for (const path of ["/written", "/from", "/to", "/removed"]) files.put(path, "old");
  const ahead = readAhead(files, ["/written", "/from", "/to", "/removed"]);
  await ahead.write("/written", "new");
  await ahead.rename("/from", "/to");
  await ahead.remove("/removed");
  expect(text(await ahead.readIfPresent("/written"))).toBe("new");
  expect(await ahead.readIfPresent("/from")).toBeUndefined();
  expect(await ahead.readIfPresent("/removed")).toBeUndefined();
});

test("a failure is heard of by whoever asks for the file, and by nobody else", async () => {
  const files = new MemoryFiles();
  files.failOn("readIfPresent", "/a", "EIO");
  const ahead = readAhead(files, ["/a"]);
  await Promise.resolve();
  await expect(ahead.readIfPresent("/a")).rejects.toMatchObject({ code: "EIO" });
});
