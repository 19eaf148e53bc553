import type { Clock, Files } from "../runtime/ports.ts";
import type { Log } from "../telemetry/log.ts";
import type { StoragePaths } from "./paths.ts";
import { Recovery } from "./recovery.ts";
import { loadStoredState, type StoredState } from "./stored-state.ts";

/**
 * What a storage directory holds, read beside the supervisor that may own it: nothing is written, locked or set aside,
 * and what cannot be read counts as not there.
 */
export function readStored(files: Files, clock: Clock, paths: StoragePaths): Promise<StoredState> {
  const refuse = () => Promise.reject(Object.assign(new Error("EROFS: read only"), { code: "EROFS" }));
  const readOnly: Files = { ...files, write: refuse, rename: refuse, remove: refuse, ensureDirectory: refuse };
  return loadStoredState(readOnly, paths, new Recovery({ files: readOnly, log: silent, clock }));
}

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, named: () => silent };
