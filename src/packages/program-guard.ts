import { basename, join } from "node:path";

import { errorCode } from "../runtime/error-code.ts";
import { errorMessage } from "../runtime/error-message.ts";
import type { Files } from "../runtime/ports.ts";
import { Sha256 } from "../runtime/sha256.ts";
import type { StoredPackage } from "../storage/packages-record.ts";

export interface ProgramGuardOptions {
  /** Where packages lie, absolute. */
  directory: string;
  files: Pick<Files, "stat" | "pieces">;
}

/** Failures of the moment, which say nothing of the file. */
const passing: ReadonlySet<string> = new Set(["EMFILE", "ENFILE", "ENOMEM", "EAGAIN"]);

/** Whether a fault means that the program is not there any more as it was installed. */
export function isLost(fault: string): boolean {
  return fault.startsWith("PACKAGE_LOST: ");
}

/**
 * Whether programs that lie here are still what was verified when they came: each is read for its hash before it is used, and again once
 * the file is another one by its size, time or inode.
 */
export class ProgramGuard {
  readonly #options: ProgramGuardOptions;
  /** What the file of a program was like when its content was right. */
  readonly #seen = new Map<string, string>();

  constructor(options: ProgramGuardOptions) {
    this.#options = options;
  }

  /**
   * Why it is not to be run, `CODE: text`; `undefined` where it is as it was installed. `PACKAGE_LOST`: it is not; `PACKAGE_UNREADABLE`: that
   * cannot be told at the moment. Never rejects.
   */
  async fault(stored: StoredPackage): Promise<string | undefined> {
    const { directory, files } = this.#options;
    const { program, size, sha256, version } = stored;
    const lost = (how: string) => `PACKAGE_LOST: ${version} ${how} (${basename(directory)}/${program})`;
    const path = join(directory, program);
    try {
      const stat = await files.stat(path);
      if (stat === undefined) return lost("is not there any more");
      if (stat.kind !== "file" || !stat.executable) return lost("is no program any more");
      if (stat.size !== size) return lost("is not what was installed: it has another size");
      const { modifiedAt, inode } = stat;
      const look = [sha256, size, modifiedAt, inode].join(" ");
      // What an earlier version of this program has installed has no hash.
      if (sha256 === undefined || this.#seen.get(program) === look) return undefined;
      const hash = new Sha256();
      for await (const piece of files.pieces(path)) hash.add(piece);
      if (hash.digest().toHex() !== sha256) return lost("is not what was installed: it has another hash");
      this.#seen.set(program, look);
      return undefined;
    } catch (error) {
      const code = errorCode(error) ?? errorMessage(error);
      if (!passing.has(code)) return lost(`cannot be read: ${code}`);
      return `PACKAGE_UNREADABLE: ${version} cannot be read at the moment: ${code} (packages/${program})`;
    }
  }
}
