import { checkExecutable } from "../../collector/executable.ts";
import { noNeeds } from "../../compose/needs.ts";
import type { Cancel, Runtime } from "../../runtime/ports.ts";
import type { Storage } from "../../storage/storage.ts";
import type { Composition } from "../mind/state.ts";
import type { FailureCode } from "./failure.ts";
import { missingNeed } from "./preflight.ts";

export interface ObstaclesOptions {
  runtime: Pick<Runtime, "clock" | "files" | "host" | "network">;
  storage: Pick<Storage, "hasRoom">;
  /** The operator's. */
  executable: string;
  /** What was in the way is not seen any more. */
  gone(): void;
}

/** How often an obstacle is looked at, milliseconds. */
const lookEveryMs = 1_000;

/** Looks whether what keeps a Collector from running has gone, so that it need not wait for its next turn. */
export class Obstacles {
  readonly #options: ObstaclesOptions;
  #cancel: Cancel = () => {};
  #watched = 0;

  constructor(options: ObstaclesOptions) {
    this.#options = options;
  }

  /** Until it is gone, or `stop`. One that is not seen at the first look, such as another full disk, is not watched. */
  watch(code: FailureCode, composition: Composition): void {
    this.stop();
    const watched = this.#watched;
    void this.#look(code, composition, watched, true);
  }

  stop(): void {
    this.#watched += 1;
    this.#cancel();
  }

  async #look(code: FailureCode, composition: Composition, watched: number, isFirst: boolean): Promise<void> {
    const { runtime, gone } = this.#options;
    const isThere = await this.#isThere(code, composition).catch(() => true);
    if (watched !== this.#watched) return;
    if (!isThere) return isFirst ? undefined : gone();
    this.#cancel = runtime.clock.schedule(lookEveryMs, () => void this.#look(code, composition, watched, false));
  }

  async #isThere(code: FailureCode, { needs, text, candidate }: Composition): Promise<boolean> {
    const { runtime, storage } = this.#options;
    const executable = candidate.program?.path ?? this.#options.executable;
    if (code === "DISK_FULL" || code === "STORAGE_READ_ONLY") return !(await storage.hasRoom(Buffer.byteLength(text)));
    if (code === "EXECUTABLE") return !(await checkExecutable({ executable, ...runtime })).usable;
    const missing = await missingNeed({ needs, held: noNeeds, ...runtime });
    return missing?.code === code;
  }
}
