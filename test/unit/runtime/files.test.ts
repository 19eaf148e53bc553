import { describe, expect, test } from "bun:test";
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

import { createFiles } from "../../../src/runtime/shared/files.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const root = scratchDirectory();
const files = createFiles({ libc: undefined });

function folder(): string {
  const path = join(root, crypto.randomUUID());
  mkdirSync(path);
  return path;
}

const modeOf = (path: string) => statSync(path).mode & 0o777;
const text = (data: Uint8Array | undefined) => data && new TextDecoder().decode(data);

describe("an atomic write", () => {
  test("makes a file that nobody else may read, and leaves nothing beside it", async () => {
    const directory = folder();
    await files.write(join(directory, "a"), "text");
    await files.write(join(directory, "b"), new Uint8Array([0, 255]));
    expect(readdirSync(directory).toSorted()).toEqual(["a", "b"]);
    expect(readFileSync(join(directory, "a"), "utf8")).toBe("text");
    expect([...readFileSync(join(directory, "b"))]).toEqual([0, 255]);
    expect(modeOf(join(directory, "a"))).toBe(0o600);
  });

  test("replaces a file as a whole, its mode included; whoever has the old one open keeps it", async () => {
    const path = join(folder(), "file");
    writeFileSync(path, "the old text, which is longer", { mode: 0o644 });
    linkSync(path, `${path}.old`);
    await files.write(path, "new");
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(modeOf(path)).toBe(0o600);
    expect(readFileSync(`${path}.old`, "utf8")).toBe("the old text, which is longer");
  });

  test("replaces a symbolic link and not what it points to", async () => {
    const directory = folder();
    const target = join(directory, "target");
    writeFileSync(target, "untouched");
    symlinkSync(target, join(directory, "link"));
    await files.write(join(directory, "link"), "new");
    expect(readFileSync(target, "utf8")).toBe("untouched");
    expect(readFileSync(join(directory, "link"), "utf8")).toBe("new");
  });

  test("takes over what a killed process with the same pid left, with its own mode", async () => {
    const directory = folder();
    const fresh = createFiles({ libc: undefined });
    const left = join(directory, `.file.${process.pid}-1.tmp`);
    writeFileSync(left, "half", { mode: 0o644 });
    chmodSync(left, 0o644);
    await fresh.write(join(directory, "file"), "whole");
    expect(readdirSync(directory)).toEqual(["file"]);
    expect(modeOf(join(directory, "file"))).toBe(0o600);
  });

  test("that fails rejects with the errno name and leaves everything as it was", async () => {
    const directory = folder();
    mkdirSync(join(directory, "taken"));
    await expect(files.write(join(directory, "taken"), "x")).rejects.toMatchObject({ code: "EISDIR" });
    await expect(files.write(join(directory, "missing/file"), "x")).rejects.toMatchObject({ code: "ENOENT" });
    expect(readdirSync(directory)).toEqual(["taken"]);
  });

  test("of many at once to one file leaves one of the texts", async () => {
    const directory = folder();
    const texts = Array.from({ length: 50 }, (_, index) => `text ${index} `.repeat(1000));
    await Promise.all(texts.map((each) => files.write(join(directory, "file"), each)));
    expect(texts).toContain(readFileSync(join(directory, "file"), "utf8"));
    expect(readdirSync(directory)).toEqual(["file"]);
  });
});

describe("reading", () => {
  test("gives the bytes, or the errno name", async () => {
    const path = join(folder(), "file");
    writeFileSync(path, "bytes");
    expect(text(await files.read(path))).toBe("bytes");
    await expect(files.read(`${path}.none`)).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("what may be missing tells a missing file from one that cannot be read", async () => {
    const directory = folder();
    expect(await files.readIfPresent(join(directory, "none"))).toBeUndefined();
    await expect(files.readIfPresent(directory)).rejects.toMatchObject({ code: "EISDIR" });
  });

  test("the end of a file gives at most so many bytes, and none of before an offset", async () => {
    const path = join(folder(), "file");
    writeFileSync(path, "0123456789");
    expect(text(await files.readTail(path, 3))).toBe("789");
    expect(text(await files.readTail(path, 100))).toBe("0123456789");
    expect(text(await files.readTail(path, 5, 8))).toBe("89");
    expect(text(await files.readTail(path, 5, 2))).toBe("56789");
    expect(text(await files.readTail(path, 5, 10))).toBe("");
    expect(text(await files.readTail(path, 5, 1000))).toBe("");
    expect(text(await files.readTail(`${path}.none`, 5))).toBe("");
  });

  test("the beginning of a file gives at most so many bytes", async () => {
    const path = join(folder(), "file");
    writeFileSync(path, "0123456789");
    expect(text(await files.readHead(path, 4))).toBe("0123");
    expect(text(await files.readHead(path, 100))).toBe("0123456789");
  });
});

describe("directories", () => {
  test("are created with their parents for the owner alone, and may be there already", async () => {
    const top = join(folder(), "a");
    await files.ensureDirectory(join(top, "b/c"));
    await files.ensureDirectory(join(top, "b/c"));
    for (const path of [top, join(top, "b"), join(top, "b/c")]) expect(modeOf(path)).toBe(0o700);
  });

  test("that exist keep the mode that their owner gave them", async () => {
    const path = folder();
    chmodSync(path, 0o750);
    await files.ensureDirectory(path);
    expect(modeOf(path)).toBe(0o750);
  });

  test("are not made where a file stands", async () => {
    const path = join(folder(), "file");
    writeFileSync(path, "");
    await expect(files.ensureDirectory(path)).rejects.toMatchObject({ code: "EEXIST" });
  });
});

test("removing an empty directory removes it; one with files fails with the errno name, and keeps them", async () => {
  const empty = folder();
  await files.remove(empty);
  expect(existsSync(empty)).toBe(false);
  const full = folder();
  writeFileSync(join(full, "file"), "");
  await expect(files.remove(full)).rejects.toMatchObject({ code: "ENOTEMPTY" });
  expect(existsSync(join(full, "file"))).toBe(true);
});

test("removing what is not there is no failure", async () => {
  const path = join(folder(), "file");
  writeFileSync(path, "");
  await files.remove(path);
  await files.remove(path);
  expect(await files.stat(path)).toBeUndefined();
});

test("a file's facts tell what it is and whether it may be executed", async () => {
  const directory = folder();
  const path = join(directory, "file");
  writeFileSync(path, "12345", { mode: 0o600 });
  const { ino, mtimeMs } = statSync(path);
  const facts = { kind: "file", size: 5, inode: ino, modifiedAt: mtimeMs, executable: false, mode: 0o600 } as const;
  expect(await files.stat(path)).toEqual(facts);
  chmodSync(path, 0o700);
  expect(await files.stat(path)).toEqual({ ...facts, executable: true, mode: 0o700 });
  expect(await files.stat(directory)).toMatchObject({ kind: "directory" });
  expect(await files.stat("/dev/null")).toMatchObject({ kind: "other" });
  await expect(files.stat(join(path, "below"))).rejects.toMatchObject({ code: "ENOTDIR" });
});
