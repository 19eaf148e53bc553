import { chmod, chown, mkdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";

import type { Files } from "../ports.ts";
import { syncDirectory } from "./sync-directory.ts";

/** See `Files`. */
export const ensureDirectory: Files["ensureDirectory"] = async (path, { passage, listed = false } = {}) => {
  const last = resolve(path);
  if (process.platform === "win32") await makeOnWindows(last);
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  const made = first === undefined ? [] : between(resolve(first), last);
  // What is made outlasts a power cut, as what is put into it is to.
  for (const directory of made) await syncDirectory(dirname(directory));
  if (passage === undefined) return;
  for (const directory of made.length === 0 ? [last] : made) await admit(directory, passage, listed ? 0o050 : 0o010);
};

/** There a mode says nothing, and what is below `%ProgramData%` inherits that everybody may read it. */
async function makeOnWindows(path: string): Promise<void> {
  const { makePrivateDirectories } = await import("../os/windows/private-directories.ts");
  makePrivateDirectories(path);
}

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
