import { basename, join } from "node:path";

import type { Clock, Files, Random } from "../runtime/ports.ts";
import type { Log } from "../telemetry/log.ts";
import { HeldDirectory } from "./held-directory.ts";
import { mendCut } from "./old-logs.ts";
import { recordPaths, type StoragePaths, storagePaths } from "./paths.ts";
import { readAhead } from "./read-ahead.ts";
import { Recovery } from "./recovery.ts";
import { sealedFiles, type SecretBoxes } from "./sealed-files.ts";
import { errnoName, storageAdvice } from "./storage-error.ts";
import { Storage } from "./storage.ts";
import { loadStoredState } from "./stored-state.ts";
import { unseal } from "./unseal.ts";

export interface OpenStorageOptions {
  files: Files;
  log: Log;
  clock: Clock;
  /** Created, with its parents, where it is missing. */
  directory: string;
  random: Pick<Random, "bytes">;
  /** Id of the Collector's group, where it runs as somebody else: it must reach its configuration. */
  collectorGroup?: number | undefined;
  /** Encrypts what holds secrets. Default: nothing is encrypted. */
  boxes?: SecretBoxes | undefined;
  /** Of this process; what a second supervisor on the directory is told. */
  pid: number;
}

export type StorageOpened =
  | { opened: true; storage: Storage }
  | {
      opened: false;
      /** What is in the way and what to do about it. */
      reason: string;
    };

/**
 * Takes the directory for this supervisor and reads what it holds. Stored files that cannot be used do not keep it
 * from opening: they are set aside and listed in `mishaps` of the storage.
 */
export async function openStorage(options: OpenStorageOptions): Promise<StorageOpened> {
  const { files, log, clock, random, directory, collectorGroup, boxes = { box: undefined }, pid } = options;
  const paths = storagePaths(directory);
  let path = directory;
  let release = () => {};
  try {
    await files.ensureDirectory(directory, { passage: collectorGroup });
    path = paths.lock;
    const lockContent = `${pid}\n`;
    const lock = await files.lock(path, lockContent);
    if (!lock.held) return { opened: false, reason: takenReason(directory, lock.holder) };
    release = lock.release;
    path = directory;
    const ahead = readAhead(files, recordPaths(paths));
    const opened = sealedFiles({ files: ahead, paths, ...boxes });
    const recovery = new Recovery({ files: opened, log, clock });
    await clearTheWay(files, paths, recovery);
    await mendCut(files, paths).catch((error: unknown) => {
      log.warn("Cannot finish what was begun with the Collector's log", { error: errnoName(error) });
    });
    const unsealing = await unseal({ files: ahead, paths, ...boxes, recovery, log });
    if (!unsealing.unsealed) {
      release();
      return { opened: false, reason: unsealing.reason };
    }
    const state = await loadStoredState(opened, paths, recovery);
    const { mishaps } = recovery;
    const inode = (await files.stat(paths.lock))?.inode;
    const stored = sealedFiles({ files, paths, ...boxes });
    const held = new HeldDirectory({ files, stored, log, paths, collectorGroup, release, lockContent, inode });
    const storage = new Storage({ files: stored, log, random, paths, collectorGroup, state, mishaps, held });
    return { opened: true, storage };
  } catch (error) {
    release();
    const code = errnoName(error);
    return { opened: false, reason: `cannot use the storage directory: ${path}: ${code}; ${storageAdvice(code)}` };
  }
}

function takenReason(directory: string, holder: string): string {
  const pid = holder.trim();
  const who = /^\d+$/.test(pid) ? `another supervisor (pid ${pid})` : "another supervisor";
  return `${who} uses the storage directory ${directory}: stop it, or set storage.directory to a directory of its own`;
}

/** Directories that stand where a file must go, and what a supervisor that was killed left of a write. */
async function clearTheWay(files: Files, paths: StoragePaths, recovery: Recovery): Promise<void> {
  const places = [paths.effectiveConfig, paths.agentLog, paths.agentLogCopy];
  const [found, names] = await Promise.all([
    Promise.all(places.map((path) => files.stat(path))),
    files.list(paths.directory),
  ]);
  for (const [index, path] of places.entries()) {
    if (found[index]?.kind === "directory") await recovery.setAside(path, "it is a directory");
  }
  const ours = Object.values<string>({ ...paths }).map((path) => `.${basename(path)}.`);
  for (const name of names) {
    if (!name.endsWith(".tmp") || !ours.some((start) => name.startsWith(start))) continue;
    await files.remove(join(paths.directory, name)).catch(() => undefined);
  }
}
