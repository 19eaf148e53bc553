import { join, resolve } from "node:path";

import { InTurn } from "../runtime/in-turn.ts";
import type { Files } from "../runtime/ports.ts";
import type { Storage } from "./storage.ts";

export interface CredentialFilesOptions {
  files: Pick<Files, "readIfPresent" | "list" | "stat" | "remove">;
  storage: Pick<Storage, "paths" | "makeDirectoryForCollector" | "writeForCollector">;
  /** Of this process, from which the Collector's own may differ. */
  workingDirectory: string;
}

/**
 * Certificates and keys that the Collector is to read, each in a file that is named after its content: none is ever
 * changed while somebody may use it. What is not used any more is removed.
 */
export class CredentialFiles {
  /** Absolute. */
  readonly directory: string;
  readonly #options: CredentialFilesOptions;
  readonly #changes = new InTurn();
  #isThere = false;

  constructor(options: CredentialFilesOptions) {
    this.#options = options;
    this.directory = resolve(options.workingDirectory, options.storage.paths.credentials);
  }

  /** Sees to it that these texts are there, by path. Rejects with a `StorageError`. */
  put(texts: ReadonlyMap<string, string>): Promise<void> {
    return this.#changes.run(async () => {
      if (texts.size === 0) return;
      const { files, storage } = this.#options;
      if (!this.#isThere) await storage.makeDirectoryForCollector(this.directory);
      this.#isThere = true;
      for (const [path, text] of texts) {
        const present = await files.readIfPresent(path);
        if (present === undefined || new TextDecoder().decode(present) !== text)
          await storage.writeForCollector(path, text);
      }
    });
  }

  /** Removes all but these, leftovers of a write that was cut short too. Returns how many. */
  keep(paths: ReadonlySet<string>): Promise<number> {
    return this.#changes.run(async () => {
      const { files } = this.#options;
      if ((await files.stat(this.directory)) === undefined) return 0;
      const present = (await files.list(this.directory)).map((name) => join(this.directory, name));
      const unused = present.filter((path) => !paths.has(path));
      for (const path of unused) await files.remove(path);
      return unused.length;
    });
  }
}
