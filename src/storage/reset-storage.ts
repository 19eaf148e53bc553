import { basename, join } from "node:path";

import type { Files } from "../runtime/ports.ts";
import { belongsTo } from "./own-names.ts";
import { directoryLevels, storagePaths } from "./paths.ts";
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
  const levels = directoryLevels(paths);
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
      const path = join(directory, name);
      await removeTree(files, path, levels.get(path) ?? 1).then(
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
