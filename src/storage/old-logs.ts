import { basename, dirname } from "node:path";

import type { Files } from "../runtime/ports.ts";
import type { StoragePaths } from "./paths.ts";

type LogPaths = Pick<StoragePaths, "agentLog" | "agentLogCopy">;

/** The `age`-th newest of the old logs; 1 is the newest. */
export function oldLog({ agentLog }: Pick<StoragePaths, "agentLog">, age: number): string {
  return `${agentLog}.${age}`;
}

/**
 * Makes `file` the newest of the old logs. Each of the others becomes one older, up to the first gap, which an
 * interrupted call leaves; those above `maxFiles` are removed.
 */
export async function shelve(files: Files, paths: LogPaths, file: string, maxFiles: number): Promise<void> {
  await dropOldest(files, paths, maxFiles);
  const ages = await agesOf(files, paths);
  let free = 1;
  while (free < maxFiles && ages.has(free)) free += 1;
  for (let age = free; age > 1; age -= 1) await files.rename(oldLog(paths, age - 1), oldLog(paths, age));
  await files.rename(file, oldLog(paths, 1));
}

/** Removes the old logs for which `shelve` will have no place; whether there were any. */
export async function dropOldest(files: Files, paths: LogPaths, maxFiles: number): Promise<boolean> {
  const tooOld = [...(await agesOf(files, paths))].filter((age) => age >= maxFiles);
  for (const age of tooOld) await files.remove(oldLog(paths, age));
  return tooOld.length > 0;
}

async function agesOf(files: Files, { agentLog }: LogPaths): Promise<Set<number>> {
  const start = `${basename(agentLog)}.`;
  const names = await files.list(dirname(agentLog));
  const ends = names.filter((name) => name.startsWith(start)).map((name) => name.slice(start.length));
  return new Set(ends.filter((end) => /^[1-9]\d*$/.test(end)).map(Number));
}

/**
 * Finishes or undoes a `Files.cutOff` that the end of the supervisor interrupted. While the log still begins with all of
 * the copy, nothing was cut off. Otherwise the copy holds what was moved, and it may hold the start of an unfinished line,
 * which belongs to the log, and may be there already. For when nobody writes; old logs beyond the wanted number go at the
 * next `shelve`.
 */
export async function mendCut(files: Files, paths: LogPaths): Promise<void> {
  const { agentLog, agentLogCopy } = paths;
  const copy = await files.readIfPresent(agentLogCopy);
  if (copy === undefined) return;
  const log = (await files.readIfPresent(agentLog)) ?? new Uint8Array();
  if (beginsWith(log, copy)) return files.remove(agentLogCopy);
  const end = copy.lastIndexOf(lineFeed) + 1;
  const start = copy.subarray(end);
  if (end > 0 && start.length > 0) {
    if (!beginsWith(log, start)) await files.write(agentLog, Buffer.concat([start, log]), { durable: false });
    await files.write(agentLogCopy, copy.subarray(0, end), { durable: false });
  }
  await shelve(files, paths, agentLogCopy, Infinity);
}

const lineFeed = 0x0a;

function beginsWith(data: Uint8Array, start: Uint8Array): boolean {
  return Buffer.compare(data.subarray(0, start.length), start) === 0;
}
