import { expect, test } from "bun:test";
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Files, PiecesOptions } from "../../../src/runtime/ports.ts";
import { createFiles } from "../../../src/runtime/shared/files.ts";
import { MemoryFiles } from "../../support/memory-files.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const root = scratchDirectory();
const system = createFiles({ libc: undefined });
const content = Buffer.from(Array.from({ length: 600_000 }, (_, index) => index % 251));

function folder(): string {
  const path = join(root, crypto.randomUUID());
  mkdirSync(path);
  return path;
}

async function collect(files: Files, path: string, options?: PiecesOptions): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of files.pieces(path, options)) pieces.push(piece);
  expect(pieces.every(({ length }) => length > 0 && length <= 256 * 1024)).toBe(true);
  return Buffer.concat(pieces);
}

/** The system's files and those of the simulator do the same. */
test.each([
  ["of the system", () => ({ files: system, directory: folder() })],
  ["in memory", () => ({ files: new MemoryFiles(), directory: "/" })],
])("a large file %s is written and read in pieces, from where it is wanted", async (_, open) => {
  const { files, directory } = open();
  const path = join(directory, "file");
  const sink = await files.sink(path);
  await sink.write(content.subarray(0, 400_000));
  await sink.write(content.subarray(400_000));
  await sink.flush();
  await sink.close();
  expect((await collect(files, path)).equals(content)).toBe(true);
  expect((await collect(files, path, { from: 299_999, to: 300_010 })).equals(content.subarray(299_999, 300_010))).toBe(
    true,
  );
  expect(await collect(files, path, { from: 600_000 })).toHaveLength(0);

  const second = await files.sink(path, { keep: 10 });
  await second.write(Buffer.from("end"));
  await second.close();
  expect((await collect(files, path)).equals(Buffer.concat([content.subarray(0, 10), Buffer.from("end")]))).toBe(true);
  await files.rename(path, join(directory, "other"), { durable: true });
  expect(await files.stat(path)).toBeUndefined();
});

test("a file is made for this user alone, whatever it was before, or with the mode that is wanted", async () => {
  const path = join(folder(), "file");
  writeFileSync(path, "before", { mode: 0o644 });
  chmodSync(path, 0o644);
  await (await system.sink(path)).close();
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readFileSync(path, "utf8")).toBe("");
  await (await system.sink(`${path}.program`, { mode: 0o700 })).close();
  expect(statSync(`${path}.program`).mode & 0o777).toBe(0o700);
});

test("no link is followed to where a file is to be written", async () => {
  const directory = folder();
  symlinkSync(join(directory, "target"), join(directory, "link"));
  await expect(system.sink(join(directory, "link"))).rejects.toMatchObject({ code: "ELOOP" });
  expect(existsSync(join(directory, "target"))).toBe(false);
});

test("the room on a disk is told, and nothing of one that is not there", async () => {
  expect(await system.freeBytes(root)).toBeGreaterThan(1_000_000);
  expect(await system.freeBytes(join(root, "none"))).toBeUndefined();
});
