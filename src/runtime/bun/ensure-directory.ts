import { chmod, chown, mkdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";

import type { Files } from "../ports.ts";

/** See `Files`. */
export const ensureDirectory: Files["ensureDirectory"] = async (path, { passage, listed = false } = {}) => {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  if (passage === undefined) return;
  const last = resolve(path);
  for (const directory of first === undefined ? [last] : between(resolve(first), last))
    await admit(directory, passage, listed ? 0o050 : 0o010);
};

/** The directories from `first` down to `last`, which lies in it or is the same. */
function between(first: string, last: string): string[] {
  return last === first || last === dirname(last) ? [last] : [...between(first, dirname(last)), last];
}

/** A group that had rights here loses them where this one has to take its place. */
async function admit(directory: string, group: number, bits: number): Promise<void> {
  const { mode, uid, gid } = await stat(directory);
  if ((mode & 0o001) !== 0 || (gid === group && (mode & bits) === bits)) return;
  await chown(directory, uid, group);
  await chmod(directory, (mode & 0o701) | bits);
}
