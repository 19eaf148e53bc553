import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { join } from "node:path";

import type { Files, Random } from "../../../src/runtime/ports.ts";
import type { SigningKey } from "./signing-key.ts";

export interface PackageDepotOptions {
  files: Files;
  random: Random;
  /** Holds one file for each content, named by its SHA-256; created if missing. */
  directory: string;
  key: SigningKey;
}

/** A file as it lies in the depot. */
export interface KeptFile {
  /** Hexadecimal. */
  sha256: string;
  /** Bytes. */
  size: number;
  signature: string;
}

const unfinished = ".part";

/** The files of packages on this server's disk. */
export class PackageDepot {
  readonly #options: PackageDepotOptions;

  private constructor(options: PackageDepotOptions) {
    this.#options = options;
  }

  /** What an earlier server did not take in to its end is removed. */
  static async open(options: PackageDepotOptions): Promise<PackageDepot> {
    const { files, directory } = options;
    await files.ensureDirectory(directory);
    const left = (await files.list(directory)).filter((name) => name.endsWith(unfinished));
    await Promise.all(left.map((name) => files.remove(join(directory, name))));
    return new PackageDepot(options);
  }

  pathOf(sha256: string): string {
    return join(this.#options.directory, sha256);
  }

  /** Takes the content in piece by piece, hashes and signs it on the way. */
  async keep(content: AsyncIterable<Uint8Array>): Promise<KeptFile> {
    const { files, random, directory, key } = this.#options;
    const path = join(directory, `${random.uuidv7().toHex()}${unfinished}`);
    const [hash, signer] = [createHash("sha256"), key.signer()];
    const file = await open(path, "wx", 0o600);
    let size = 0;
    try {
      for await (const chunk of content) {
        await file.write(chunk);
        hash.update(chunk);
        signer.update(chunk);
        size += chunk.length;
      }
      await file.sync();
    } catch (error) {
      await file.close();
      await files.remove(path);
      throw error;
    }
    await file.close();
    const sha256 = hash.digest("hex");
    await files.rename(path, this.pathOf(sha256));
    return { sha256, size, signature: signer.end() };
  }

  forget(sha256: string): Promise<void> {
    return this.#options.files.remove(this.pathOf(sha256));
  }
}
