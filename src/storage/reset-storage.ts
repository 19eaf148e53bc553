import { basename, join } from "node:path";

import type { Files } from "../runtime/ports.ts";
import { storagePaths } from "./paths.ts";
import { parsePersistentState } from "./persistent-state.ts";
import { removeTree } from "./remove-tree.ts";
import { errnoName } from "./storage-error.ts";

export interface ResetOptions {
  files: Pick<Files, "stat" | "lock" | "list" | "readIfPresent" | "remove">;
  directory: string;
  /** Names of files of ours that other parts of the program keep in the directory. Default: none. */
  others?: readonly string[];
}

/** `taken`: a supervisor runs on the directory. */
export type ResetOutcome =
  | { is: "absent" }
  | { is: "taken"; holder: string }
  | { is: "unusable"; code: string }
  | {
      is: "reset";
      /** The uid that was stored. */
      instanceUid: Uint8Array | undefined;
      /** Names of files. */
      removed: readonly string[];
      failed: readonly { name: string; code: string }[];
      /** Names of what is not the supervisor's. */
      left: readonly string[];
    };

/** Directories within each other below that of add-ons, which may have been archives. */
const mostLevels = 64;

/**
 * Removes all that a supervisor has stored, for an image that is to be copied: the uid, what the server has sent to it, what
 * was learned and written under it. It goes by names alone, so that a directory which holds other things too loses none of
 * them. The uid goes last: a reset that was cut short is seen to be one.
 */
export async function resetStorage({ files, directory, others = [] }: ResetOptions): Promise<ResetOutcome> {
  const paths = storagePaths(directory);
  const { directory: _, lock: lockPath, persistentState, ...rest } = paths;
  const stored = [...Object.values<string>(rest), persistentState].map((path) => basename(path));
  const own = [...others, ...stored];
  const levelsOf = new Map([
    [basename(paths.packages), 2],
    [basename(paths.supervisorPackages), 2],
    [basename(paths.addons), mostLevels],
  ]);
  let release = () => {};
  try {
    if ((await files.stat(directory)) === undefined) return { is: "absent" };
    const lock = await files.lock(lockPath, "");
    if (!lock.held) return { is: "taken", holder: lock.holder.trim() };
    release = lock.release;
    const there = (await files.list(directory)).filter((name) => name !== basename(lockPath)).toSorted();
    const ours = own.flatMap((file) => there.filter((name) => belongsTo(file, name)));
    const text = await files.readIfPresent(persistentState).catch(() => undefined);
    const { instanceUid } = parsePersistentState(new TextDecoder().decode(text)).state;
    const removed: string[] = [];
    const failed: { name: string; code: string }[] = [];
    for (const name of ours) {
      await removeTree(files, join(directory, name), levelsOf.get(name) ?? 1).then(
        () => removed.push(name),
        (error: unknown) => failed.push({ name, code: errnoName(error) }),
      );
    }
    return { is: "reset", instanceUid, removed, failed, left: there.filter((name) => !ours.includes(name)) };
  } catch (error) {
    return { is: "unusable", code: errnoName(error) };
  } finally {
    release();
  }
}

/** Whether `name` is `file`, an old log of that name, a copy that was set aside, or what a killed process left of a write. */
function belongsTo(file: string, name: string): boolean {
  if (name === file) return true;
  if (name.startsWith(`.${file}.`)) return name.endsWith(".tmp");
  return name.startsWith(`${file}.`) && /^(?:\d+|corrupt-.*)$/.test(name.slice(file.length + 1));
}
