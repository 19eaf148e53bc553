import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { createFiles } from "../../../src/runtime/shared/files.ts";
import { canMakeDisks, SmallDisk } from "../../support/small-disk.ts";

const files = createFiles({ libc: undefined });

describe.skipIf(!canMakeDisks)("on a full disk", () => {
  function fullDisk(content?: string) {
    const disk = new SmallDisk("64k");
    const path = join(disk.directory, "file");
    if (content !== undefined) writeFileSync(path, content, { mode: 0o640 });
    disk.fill();
    return { disk, path };
  }

  test("a write fails, leaves the file as it was and nothing beside it", async () => {
    const { disk, path } = fullDisk("old");
    await expect(files.write(path, "new")).rejects.toMatchObject({ code: "ENOSPC" });
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(readdirSync(disk.directory).toSorted()).toEqual(["file", "filler"]);
  });

  test.each(["new", "new and longer than before", "x".repeat(4096)])(
    "a write that may go in place does: %#",
    async (text) => {
      const { disk, path } = fullDisk("old content");
      await files.write(path, text, { durable: false, orInPlace: true });
      expect(readFileSync(path, "utf8")).toBe(text);
      expect(statSync(path).mode & 0o777).toBe(0o640);
      expect(readdirSync(disk.directory).toSorted()).toEqual(["file", "filler"]);
    },
  );

  test("what needs more room than the file has leaves it as it was", async () => {
    const { path } = fullDisk("old content");
    const write = files.write(path, "x".repeat(10_000), { durable: false, orInPlace: true });
    await expect(write).rejects.toMatchObject({ code: "ENOSPC" });
    expect(readFileSync(path, "utf8")).toBe("old content");
  });

  test("a file that is not there is not made", async () => {
    const { path } = fullDisk();
    await expect(files.write(path, "new", { orInPlace: true })).rejects.toMatchObject({ code: "ENOSPC" });
  });

  test("a lock is held all the same", async () => {
    const { disk } = fullDisk();
    const path = join(disk.directory, "lock");
    const lock = await files.lock(path, "41\n");
    expect(lock).toMatchObject({ held: true });
    expect(await files.lock(path, "42\n")).toEqual({ held: false, holder: "" });
    if (lock.held) lock.release();
    disk.free();
    const next = await files.lock(path, "43\n");
    expect(readFileSync(path, "utf8")).toBe("43\n");
    if (next.held) next.release();
  });

  test("a lock that had a holder before names the new one", async () => {
    const disk = new SmallDisk("64k");
    const path = join(disk.directory, "lock");
    writeFileSync(path, "1234567\n");
    disk.fill();
    const lock = await files.lock(path, "41\n");
    expect(readFileSync(path, "utf8")).toBe("41\n");
    if (lock.held) lock.release();
  });
});
