import { closeSync, constants, fchmodSync, fstatSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { type FileHandle, open, readdir, readFile, rename, rmdir, stat, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { lacksRoom } from "../lacks-room.ts";
import type { Libc } from "../os/libc.ts";
import type { Cancel, Files, FileStat, PiecesOptions, WriteOptions } from "../ports.ts";
import { catchUp, cutOff } from "./cut-off.ts";
import { ensureDirectory } from "./ensure-directory.ts";
import { realPath } from "./real-path.ts";
import { syncDirectory } from "./sync-directory.ts";

export interface FilesOptions {
  /** Without it, locks are held by a socket instead of `flock`. */
  libc: Libc | undefined;
}

/** Files of the system. */
export function createFiles({ libc }: FilesOptions): Files {
  let written = 0;
  return {
    read: async (path) => new Uint8Array(await readFile(path)),
    readIfPresent: (path) => unlessMissing(readFile(path).then((data) => new Uint8Array(data))),
    readTail,
    readHead: (path, bytes) => readRange(path, 0, bytes),
    pieces: (path, options) => pieces(path, options),
    // Loaded with the first large file.
    sink: async (path, options) => (await import("./file-sink.ts")).openSink(path, options),
    freeBytes: async (directory) => (await import("./free-bytes.ts")).freeBytes(directory),
    write: (path, data, options = {}) => writeAtomically(path, data, { ...options, serial: (written += 1) }),
    catchUp,
    cutOff,
    ensureDirectory,
    rename: async (from, to, { durable = false } = {}) => {
      await rename(from, to);
      if (durable) await syncDirectory(dirname(to));
    },
    remove,
    list: (directory) => readdir(directory),
    stat: statPath,
    realPath: (path) => realPath(path),
    lock: (path, content) => lock(path, content, libc),
  };
}

async function unlessMissing<Value>(work: Promise<Value>): Promise<Value | undefined> {
  try {
    return await work;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

async function remove(path: string): Promise<void> {
  await unlessMissing(
    unlink(path).catch((error: unknown) => {
      // Of a directory Linux says EISDIR and macOS EPERM.
      if (!hasCode(error, "EISDIR") && !hasCode(error, "EPERM")) throw error;
      return rmdir(path).catch((not: unknown) => {
        throw hasCode(not, "ENOTDIR") ? error : not;
      });
    }),
  );
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

async function readTail(path: string, bytes: number, from = 0): Promise<Uint8Array> {
  const size = (await unlessMissing(stat(path)))?.size ?? 0;
  const start = Math.max(from, size - bytes, 0);
  const data = start >= size ? undefined : await unlessMissing(readRange(path, start, size - start));
  return data ?? new Uint8Array();
}

async function readRange(path: string, start: number, length: number): Promise<Uint8Array> {
  const file = await open(path, "r");
  try {
    const buffer = new Uint8Array(length);
    const { bytesRead } = await file.read(buffer, 0, length, start);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

const pieceBytes = 256 * 1024;

async function* pieces(path: string, { from = 0, to = Infinity }: PiecesOptions = {}): AsyncGenerator<Uint8Array> {
  const file = await open(path, "r");
  try {
    for (let at = from; at < to;) {
      // Whoever gets a piece may keep it.
      const piece = new Uint8Array(Math.min(pieceBytes, to - at));
      const { bytesRead } = await file.read(piece, 0, piece.length, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield piece.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** The mode is set once more, for a temporary file that a killed process with the same pid left behind. */
async function writeAtomically(
  path: string,
  data: Uint8Array | string,
  { durable = true, orInPlace = false, readers, serial }: WriteOptions & { serial: number },
): Promise<void> {
  const directory = dirname(path);
  const temporary = join(directory, `.${basename(path)}.${process.pid}-${serial}.tmp`);
  try {
    const file = await open(temporary, "w", 0o600);
    try {
      await file.chmod(0o600);
      if (readers !== undefined) {
        await file.chown((await file.stat()).uid, readers);
        await file.chmod(0o640);
      }
      await file.writeFile(data);
      if (durable) await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await remove(temporary);
    if (!orInPlace || !lacksRoom(error) || !(await overwrite(path, data))) throw error;
    return;
  }
  if (durable) await syncDirectory(directory);
}

/**
 * What a file has already on the disk needs no more room. Where that is not enough it has what it had before; then, and where
 * there is no file, the result is `false`.
 */
async function overwrite(path: string, data: Uint8Array | string): Promise<boolean> {
  const file = await unlessMissing(open(path, constants.O_RDWR | (constants.O_NOFOLLOW ?? 0)));
  if (file === undefined) return false;
  try {
    const before = await file.readFile();
    if (await put(file, Buffer.from(data))) return true;
    await put(file, before);
    return false;
  } finally {
    await file.close();
  }
}

/** Whether there was room for all of it. */
async function put(file: FileHandle, data: Uint8Array): Promise<boolean> {
  try {
    for (let written = 0; written < data.length;) {
      written += (await file.write(data, written, data.length - written, written)).bytesWritten;
    }
    await file.truncate(data.length);
    return true;
  } catch (error) {
    if (lacksRoom(error)) return false;
    throw error;
  }
}

async function statPath(path: string): Promise<FileStat | undefined> {
  const found = await unlessMissing(stat(path));
  if (found === undefined) return undefined;
  return {
    kind: found.isFile() ? "file" : found.isDirectory() ? "directory" : "other",
    size: found.size,
    modifiedAt: found.mtimeMs,
    inode: found.ino,
    executable: process.platform === "win32" || (found.mode & 0o111) !== 0,
    ...(process.platform !== "win32" && { mode: found.mode & 0o7777 }),
  };
}

async function lock(path: string, content: string, libc: Libc | undefined): ReturnType<Files["lock"]> {
  const descriptor = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  try {
    const held = libc === undefined ? await socketLock(path, descriptor) : flock(descriptor, libc);
    if (held === false) {
      const holder = readFileSync(descriptor, "utf8");
      closeSync(descriptor);
      return { held: false, holder };
    }
    fchmodSync(descriptor, 0o600);
    writeOver(descriptor, content);
    return { held: true, release: once(() => [held(), closeSync(descriptor)]) };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/** The content is for people: a full disk keeps nobody from holding the lock. */
function writeOver(descriptor: number, content: string): void {
  try {
    writeSync(descriptor, content, 0);
    ftruncateSync(descriptor, Buffer.byteLength(content));
  } catch (error) {
    if (!lacksRoom(error)) throw error;
    ftruncateSync(descriptor, 0);
  }
}

/** The lock belongs to the open descriptor and ends with it. */
function flock(descriptor: number, libc: Libc): Cancel | false {
  return libc.tryLock(descriptor) && (() => {});
}

/** Loaded only where it is needed: it brings all of the runtime's `node:net`. */
async function socketLock(path: string, descriptor: number): Promise<Cancel | false> {
  const { lockAddress, lockBySocket } = await import("./socket-lock.ts");
  const { dev, ino } = fstatSync(descriptor, { bigint: true });
  return await lockBySocket(lockAddress({ path, identity: `${dev}:${ino}` }));
}

/** A descriptor's number is given to the next file that is opened: it must not be closed twice. */
function once(work: () => void): Cancel {
  let due = true;
  return () => {
    if (due) work();
    due = false;
  };
}
