import type { Clock, Files } from "../runtime/ports.ts";
import type { Log } from "../telemetry/log.ts";
import type { StoragePaths } from "./paths.ts";
import { Recovery } from "./recovery.ts";
import { findSealed, sealedFiles, type SecretBoxes, type StoredFiles } from "./sealed-files.ts";
import { loadStoredState, type StoredState } from "./stored-state.ts";

export interface ReadStoredOptions {
  files: Files;
  clock: Clock;
  paths: StoragePaths;
  /** They open what is encrypted. */
  boxes: SecretBoxes;
  /** Told what cannot be decrypted. */
  log: Log;
  /** Told what else cannot be read. Default: nobody is. */
  unreadable?(path: string, reason: string): void;
}

/**
 * What a storage directory holds, read beside the supervisor that may own it: nothing is written, locked or set aside,
 * and what cannot be read counts as not there.
 */
export async function readStored(options: ReadStoredOptions): Promise<StoredState> {
  const { files, clock, paths, boxes, log, unreadable } = options;
  const { closed } = await findSealed({ files, paths, ...boxes });
  for (const path of closed) log.warn("Left out a stored file that cannot be decrypted", { path });
  const refuse = () => Promise.reject(Object.assign(new Error("EROFS: read only"), { code: "EROFS" }));
  const readIfPresent: StoredFiles["readIfPresent"] = (path) => files.readIfPresent(path);
  const readOnly = sealedFiles({
    files: { readIfPresent, write: refuse, rename: refuse, remove: refuse, ensureDirectory: refuse },
    paths,
    ...boxes,
  });
  const recovery = new Recovery({ files: readOnly, log: silent, clock });
  const stored = await loadStoredState(readOnly, paths, recovery);
  for (const { path, reason } of recovery.mishaps) unreadable?.(path, reason);
  return stored;
}

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, named: () => silent };
