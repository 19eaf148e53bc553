import { closeSync, constants, fstatSync, ftruncateSync, openSync, readSync, writeSync } from "node:fs";
import { copyFile, open, stat } from "node:fs/promises";

import { errorCode } from "../error-code.ts";

const pieceBytes = 1024 * 1024;
/** Where the last line end nearly always is, and the longest start of a line that is kept together. */
const usualStart = 16 * 1024;
const longestStart = 1024 * 1024;
const lineFeed = 0x0a;
/** Somebody else truncates it too. */
const becameShorter = "the file has become shorter";

/**
 * See `Files.catchUp`. The first time the system copies, which costs little, or nothing where the file system can share
 * blocks.
 */
export async function catchUp(path: string, copy: string): Promise<void> {
  const size = await sizeOf(copy);
  if (size === undefined) return copyFile(path, copy, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  const [source, target] = await Promise.all([open(path, "r"), open(copy, "a")]);
  try {
    const piece = Buffer.allocUnsafe(pieceBytes);
    // Whoever writes faster than this reads would never be caught up with.
    const { size: end } = await source.stat();
    for (let at = size; at < end;) {
      const { bytesRead } = await source.read(piece, 0, Math.min(pieceBytes, end - at), at);
      if (bytesRead === 0) return;
      await target.appendFile(piece.subarray(0, bytesRead));
      at += bytesRead;
    }
  } finally {
    await Promise.all([source.close(), target.close()]);
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * See `Files.cutOff`. At every moment each byte is in one of the two files at least, so that `mendCut` can finish or
 * undo it: the copy is complete before the file is emptied, and shortened when the rest is back in the file.
 */
export function cutOff(path: string, copy: string): number {
  const source = openSync(path, constants.O_RDWR | constants.O_APPEND);
  const target = openSync(copy, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT, 0o600);
  try {
    const { size } = fstatSync(source);
    copyRest(source, target, size);
    const start = startOfLastLine(target, size);
    const rest = Buffer.allocUnsafe(size - start);
    readFully(target, rest, start);
    ftruncateSync(source, 0);
    if (!putBack(source, rest)) return size;
    shorten(target, start);
    return start;
  } finally {
    closeSync(source);
    closeSync(target);
  }
}

function copyRest(source: number, target: number, size: number): void {
  const piece = Buffer.allocUnsafe(pieceBytes);
  let at = fstatSync(target).size;
  if (at > size) throw new Error(becameShorter);
  while (at < size) {
    const count = readSync(source, piece, 0, Math.min(pieceBytes, size - at), at);
    if (count === 0) throw new Error(becameShorter);
    writeFully(target, piece.subarray(0, count));
    at += count;
  }
}

/** Where the line begins that is not finished; `size` where there is none, or its beginning is too far away. */
function startOfLastLine(file: number, size: number): number {
  for (const length of [usualStart, longestStart]) {
    const tail = Buffer.allocUnsafe(Math.min(length, size));
    readFully(file, tail, size - tail.length);
    const end = tail.lastIndexOf(lineFeed);
    if (end >= 0) return size - tail.length + end + 1;
  }
  return size;
}

/** A disk that has no room even now leaves the start of the line where it was moved to. */
function putBack(file: number, rest: Uint8Array): boolean {
  try {
    writeFully(file, rest);
    return true;
  } catch {
    return false;
  }
}

/** Where it cannot be, the start of a line is there twice, rather than lost. */
function shorten(file: number, size: number): void {
  try {
    ftruncateSync(file, size);
  } catch {
    return;
  }
}

function readFully(file: number, into: Buffer, from: number): void {
  for (let done = 0; done < into.length;) {
    const count = readSync(file, into, done, into.length - done, from + done);
    if (count === 0) throw new Error(becameShorter);
    done += count;
  }
}

function writeFully(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
}
