import type { Random } from "../runtime/ports.ts";
import type { Log } from "../telemetry/log.ts";
import type { StateChanges } from "./state-changes.ts";
import { errnoName } from "./storage-error.ts";
import { redactionKeyLength } from "./stored-state.ts";

export interface StoredRedactionKeyOptions {
  changes: Pick<StateChanges, "state" | "show" | "put">;
  /** Of its file. */
  path: string;
  log: Log;
  random: Pick<Random, "bytes">;
}

/**
 * The key of the hashes that stand for secrets in what the server is shown: 32 bytes, the same over restarts. It is
 * made when it is asked for first; one that cannot be stored serves until the end of this process.
 */
export function storedRedactionKey({ changes, path, log, random }: StoredRedactionKeyOptions): () => Uint8Array {
  return () => {
    const { redactionKey } = changes.state;
    if (redactionKey !== undefined) return redactionKey;
    const made = random.bytes(redactionKeyLength);
    changes.show({ redactionKey: made });
    changes.put(path, made, {}).catch((error: unknown) => {
      log.warn("Cannot store the key of hidden values, which will look changed after a restart", {
        path,
        error: errnoName(error),
      });
    });
    return made;
  };
}
