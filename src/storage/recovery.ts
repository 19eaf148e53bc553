import type { Clock } from "../runtime/ports.ts";
import type { Log } from "../telemetry/log.ts";
import type { StoredFiles } from "./sealed-files.ts";
import { errnoName } from "./storage-error.ts";

/** Something stored that could not be used at the start. */
export interface Mishap {
  path: string;
  reason: string;
  /** Where it lies now; `undefined` where it could not be moved. */
  setAsideAs: string | undefined;
}

export interface RecoveryOptions {
  files: StoredFiles;
  log: Log;
  clock: Clock;
}

/** Failures of the moment, which say nothing of the file. */
const passing: readonly string[] = ["EMFILE", "ENFILE", "ENOMEM"];

/** Reads stored files and sets aside, for the operator to look at, what makes no sense. */
export class Recovery {
  readonly mishaps: Mishap[] = [];
  readonly #files: StoredFiles;
  readonly #log: Log;
  readonly #clock: Clock;

  constructor({ files, log, clock }: RecoveryOptions) {
    this.#files = files;
    this.#log = log;
    this.#clock = clock;
  }

  /**
   * What `parse` makes of the file; `undefined` where there is none, or where it was set aside because it is empty,
   * cannot be read, or makes `parse` throw. Throws what is only a failure of the moment (`EMFILE`, …).
   */
  async read<Value>(path: string, parse: (data: Uint8Array) => Value): Promise<Value | undefined> {
    let data;
    try {
      data = await this.#files.readIfPresent(path);
    } catch (error) {
      const code = errnoName(error);
      if (passing.includes(code)) throw error;
      await this.setAside(path, code === "EISDIR" ? "it is a directory" : `it cannot be read: ${code}`);
      return undefined;
    }
    if (data === undefined) return undefined;
    if (data.length === 0) return await this.setAside(path, "it is empty");
    try {
      return parse(data);
    } catch (error) {
      return await this.setAside(path, error instanceof Error ? error.message : "it cannot be parsed");
    }
  }

  /** Moves the file out of the way. */
  async setAside(path: string, reason: string): Promise<undefined> {
    await this.#attempt(path, reason, (aside) => this.#files.rename(path, aside));
  }

  /** Keeps a copy of a file of which a part is still good. */
  async keepCopy(path: string, data: Uint8Array, reason: string): Promise<void> {
    await this.#attempt(path, reason, (aside) => this.#files.write(aside, data));
  }

  async #attempt(path: string, reason: string, move: (aside: string) => Promise<void>): Promise<void> {
    const stamp = new Date(this.#clock.now()).toISOString().replace(/[-:]/g, "");
    const aside = `${path}.corrupt-${stamp}`;
    try {
      await move(aside);
      this.mishaps.push({ path, reason, setAsideAs: aside });
      this.#log.warn("Set aside a stored file that cannot be used", { path, reason, set_aside_as: aside });
    } catch (error) {
      this.mishaps.push({ path, reason, setAsideAs: undefined });
      this.#log.warn("A stored file cannot be used and cannot be set aside", { path, reason, error: errnoName(error) });
    }
  }
}
