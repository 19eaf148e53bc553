import type { Clock, Files } from "../runtime/ports.ts";
import type { Log } from "../telemetry/log.ts";
import type { StoragePaths } from "./paths.ts";
import { Recovery } from "./recovery.ts";
import { findSealed, sealedFiles, type StoredFiles } from "./sealed-files.ts";
import type { SecretBox } from "./secret-box.ts";
import { loadStoredState, type StoredState } from "./stored-state.ts";

export interface ReadStoredOptions {
  files: Files;
  clock: Clock;
  paths: StoragePaths;
  /** Opens what is encrypted. `undefined`: there is no key. */
  box: SecretBox | undefined;
  /** Told what cannot be decrypted. */
  log: Log;
}

/**
 * What a storage directory holds, read beside the supervisor that may own it: nothing is written, locked or set aside,
 * and what cannot be read counts as not there.
 */
export async function readStored({ files, clock, paths, box, log }: ReadStoredOptions): Promise<StoredState> {
  const { closed } = await findSealed({ files, paths, box });
  for (const path of closed) log.warn("Left out a stored file that cannot be decrypted", { path });
  const refuse = () => Promise.reject(Object.assign(new Error("EROFS: read only"), { code: "EROFS" }));
  const readIfPresent: StoredFiles["readIfPresent"] = (path) => files.readIfPresent(path);
  const readOnly = sealedFiles({ files: { readIfPresent, write: refuse, rename: refuse, remove: refuse }, paths, box });
  return await loadStoredState(readOnly, paths, new Recovery({ files: readOnly, log: silent, clock }));
}

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, named: () => silent };
