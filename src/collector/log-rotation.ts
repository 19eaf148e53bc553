import { lacksRoom } from "../runtime/lacks-room.ts";
import type { Runtime } from "../runtime/ports.ts";
import type { Child } from "../runtime/process-ports.ts";
import { dropOldest, oldLog, shelve } from "../storage/old-logs.ts";
import type { StoragePaths } from "../storage/paths.ts";
import { errorText } from "../telemetry/error-text.ts";
import type { Log } from "../telemetry/log.ts";

export interface LogRotationOptions {
  runtime: Pick<Runtime, "clock" | "files" | "processes">;
  paths: Pick<StoragePaths, "agentLog" | "agentLogCopy">;
  log: Log;
  /** Size above which the log is put away, bytes; 0 = never. */
  maxBytes: number;
  /** Old logs that are kept, at least 1. */
  maxFiles: number;
}

/** Those who write to the log. */
interface Hands {
  writers: Iterable<Child>;
  /** Whether others are being started: who comes of them cannot be held yet. */
  starts(): boolean;
}

/** So little may be left to copy when the Collector is made to stand still, bytes. */
const smallRest = 256 * 1024;
/** A further round of copying must leave less than this part of what the one before left. */
const gain = 0.8;
/** Times the size at which the log is put away: a writer that has come so far is not caught up with. */
const outrunning = 2;

/** Puts `agent.log` away and remembers what is where. */
export class LogRotation {
  readonly #options: LogRotationOptions;
  #putAway = 0;
  #newestOld: string;

  constructor(options: LogRotationOptions) {
    this.#options = options;
    this.#newestOld = oldLog(options.paths, 1);
  }

  /** Bytes that were put away since this began. */
  get putAway(): number {
    return this.#putAway;
  }

  /** Where the newest of them are. */
  get newestOld(): string {
    return this.#newestOld;
  }

  /** While nobody writes; whether the log, of this size, was put away at no cost. */
  async rename(size: number): Promise<boolean> {
    const { runtime, paths, maxFiles, log } = this.#options;
    try {
      await shelve(runtime.files, paths, paths.agentLog, maxFiles);
      this.#putAway += size;
      return true;
    } catch (error) {
      log.warn("Cannot put the Collector's log away", { path: paths.agentLog, error: errorText(error) });
      return false;
    }
  }

  /** Whether the log was put away; where not, nothing has changed. */
  async rotate(hands: Hands): Promise<boolean> {
    const { runtime, paths, maxFiles, log } = this.#options;
    const { files } = runtime;
    let cut: Cut | undefined;
    try {
      cut = await this.#move(hands).catch(async (error: unknown) => {
        if (await this.#makeRoom(error)) return await this.#move(hands);
        throw error;
      });
      if (cut === undefined) {
        log.warn("Cannot rotate the Collector's log: its writers cannot be held still", { path: paths.agentLog });
        return false;
      }
      await shelve(files, paths, paths.agentLogCopy, maxFiles);
      this.#newestOld = oldLog(paths, 1);
      const pauseMs = Math.round(cut.pauseMs * 100) / 100;
      log.info("Rotated the Collector's log", { bytes: cut.moved, pause_ms: pauseMs });
      return true;
    } finally {
      if (this.#newestOld !== paths.agentLogCopy) await files.remove(paths.agentLogCopy).catch(() => undefined);
    }
  }

  async #move(hands: Hands): Promise<Cut | undefined> {
    await this.#clearCopy();
    await this.#copyMost();
    return this.#cut(hands);
  }

  /** The oldest log has to go in any case: on a full disk it goes first, and what comes of this log has its room. */
  async #makeRoom(error: unknown): Promise<boolean> {
    const { runtime, paths, maxFiles } = this.#options;
    return lacksRoom(error) && (await dropOldest(runtime.files, paths, maxFiles));
  }

  /** A copy that holds what was cut off already could not be shelved before. */
  async #clearCopy(): Promise<void> {
    const { runtime, paths, maxFiles } = this.#options;
    const { files } = runtime;
    if (this.#newestOld === paths.agentLogCopy) await shelve(files, paths, paths.agentLogCopy, maxFiles);
    else await files.remove(paths.agentLogCopy);
    this.#newestOld = oldLog(paths, 1);
  }

  /** Until little is left, or the Collector writes so fast that it has to stand still for more. */
  async #copyMost(): Promise<void> {
    const { runtime, paths, maxBytes } = this.#options;
    for (let rest = Infinity; ;) {
      if ((await this.#size()) > outrunning * maxBytes) return;
      await runtime.files.catchUp(paths.agentLog, paths.agentLogCopy);
      const copied = (await runtime.files.stat(paths.agentLogCopy))?.size ?? 0;
      const left = (await this.#size()) - copied;
      if (left <= smallRest || left > gain * rest) return;
      rest = left;
    }
  }

  /** Nothing else happens here meanwhile, so the writers stand still for no longer than it takes. */
  #cut({ writers, starts }: Hands): Cut | undefined {
    if (starts()) return undefined;
    const { runtime, paths } = this.#options;
    const begin = runtime.clock.monotonic();
    const held: Child[] = [];
    try {
      for (const child of writers) {
        if (child.holdStill()) held.push(child);
        else if (child.groupAlive()) return undefined;
      }
      const moved = runtime.files.cutOff(paths.agentLog, paths.agentLogCopy);
      this.#putAway += moved;
      this.#newestOld = paths.agentLogCopy;
      return { moved, pauseMs: runtime.clock.monotonic() - begin };
    } finally {
      for (const child of held) child.letGo();
    }
  }

  async #size(): Promise<number> {
    const { runtime, paths } = this.#options;
    return (await runtime.files.stat(paths.agentLog))?.size ?? 0;
  }
}

interface Cut {
  /** Bytes. */
  moved: number;
  pauseMs: number;
}
