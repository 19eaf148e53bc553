import { lacksRoom } from "../runtime/lacks-room.ts";
import { nullDevice } from "../runtime/null-device.ts";
import type { Cancel, FileStat } from "../runtime/ports.ts";
import type { Child, CommandOptions } from "../runtime/process-ports.ts";
import { errorText } from "../telemetry/error-text.ts";
import { LogRotation, type LogRotationOptions } from "./log-rotation.ts";
import { readLogTail } from "./log-tail.ts";
import type { CollectorOutput, TailOptions } from "./output.ts";
import { longestLookMs, nextLookMs, retryMs } from "./rotation-pace.ts";

export type AgentLogOptions = LogRotationOptions;

/** Wait where the file is not the one that is written to, milliseconds. */
const missingMs = 60_000;
/** How long the word of the writers is enough, milliseconds. */
const unseenMs = 60_000;
const firstLookMs = 200;

/**
 * `agent.log`, to whose descriptor the Collector writes itself, so that its output costs nothing here. A log that has
 * grown too large is put away while the Collector writes: most of it is copied, then all that write to it stand still
 * while the rest is moved and the file is emptied. It is open for appending, so they go on at its beginning.
 */
export class AgentLog implements CollectorOutput {
  readonly #options: AgentLogOptions;
  readonly #rotation: LogRotation;
  readonly #writers = new Set<Child>();
  /** Those whose group has outlived its leader: what a start script leaves may write on. */
  readonly #orphaned = new Set<Child>();
  /** Starts that are under way: who comes of them cannot be held yet. */
  #starting = 0;
  #rotating = false;
  /** Rotations in a row that did not succeed. */
  #failures = 0;
  /** Of the file when the writers opened it. */
  #inode: number | undefined;
  #lastLook = { at: 0, written: 0 };
  /** Where the writers stood in the file at the last look, as a text; `undefined` where one does not tell. */
  #positions: string | undefined;
  #cancelLook: Cancel = () => {};
  #closed = false;

  constructor(options: AgentLogOptions) {
    this.#options = options;
    this.#rotation = new LogRotation(options);
  }

  async start(command: CommandOptions): ReturnType<CollectorOutput["start"]> {
    const { runtime, paths } = this.#options;
    this.#starting += 1;
    try {
      const start = await runtime.processes.start({ ...command, outputFile: paths.agentLog });
      if (start.started) this.#watch(start.child);
      return start;
    } catch (error) {
      return await this.#startUnheard(command, error);
    } finally {
      this.#starting -= 1;
    }
  }

  /** A Collector whose words are lost is better than none: a disk that has become read-only must not keep it down. */
  async #startUnheard(command: CommandOptions, error: unknown): ReturnType<CollectorOutput["start"]> {
    const { runtime, paths, log } = this.#options;
    log.error("The Collector is started without its log, which cannot be opened", {
      path: paths.agentLog,
      error: errorText(error),
    });
    return await runtime.processes.start({ ...command, outputFile: nullDevice });
  }

  /** While nobody writes, a log that is too large is put away at no cost. */
  async written(): Promise<number> {
    const size = (await this.#stat())?.size ?? 0;
    if (this.#isTooLarge(size) && this.#isIdle() && (await this.#rotation.rename(size))) return this.#rotation.putAway;
    return this.#rotation.putAway + size;
  }

  async tail({ bytes, from, secrets }: TailOptions): Promise<string> {
    const path = this.#options.paths.agentLog;
    const files = { readTail: (_: string, most: number) => this.#last(most, from) };
    try {
      return await readLogTail({ files, path, bytes, from, secrets });
    } catch (error) {
      this.#options.log.warn("Cannot read the Collector's log", { path, error: errorText(error) });
      return "";
    }
  }

  close(): void {
    this.#closed = true;
    this.#cancelLook();
  }

  /** What is no more in a log that was just put away is at the end of the old one. */
  async #last(most: number, from: number): Promise<Uint8Array> {
    const { runtime, paths } = this.#options;
    const { putAway } = this.#rotation;
    const newest = await runtime.files.readTail(paths.agentLog, most, from - putAway);
    const missing = Math.min(most - newest.length, putAway - from);
    const before = missing > 0 ? await runtime.files.readTail(this.#rotation.newestOld, missing) : new Uint8Array();
    return putAway === this.#rotation.putAway ? Buffer.concat([before, newest]) : this.#last(most, from);
  }

  #stat(): Promise<FileStat | undefined> {
    const { runtime, paths } = this.#options;
    return runtime.files.stat(paths.agentLog);
  }

  #isTooLarge(size: number): boolean {
    const { maxBytes } = this.#options;
    return maxBytes > 0 && size > maxBytes;
  }

  #isIdle(): boolean {
    return this.#writers.size === 0 && this.#starting === 0 && !this.#rotating;
  }

  #watch(child: Child): void {
    this.#inode = undefined;
    this.#positions = undefined;
    this.#writers.add(child);
    void child.exited.then(() => {
      this.#orphaned.add(child);
      this.#dropGone();
    });
    if (this.#options.maxBytes > 0 && this.#writers.size === 1) this.#lookIn(firstLookMs);
  }

  #dropGone(): void {
    for (const child of this.#orphaned) {
      if (child.groupAlive()) continue;
      this.#orphaned.delete(child);
      this.#writers.delete(child);
    }
  }

  #lookIn(delayMs: number): void {
    this.#cancelLook();
    if (this.#closed) return;
    const { clock } = this.#options.runtime;
    this.#cancelLook = clock.schedule(delayMs, () => void this.#look(), { mayBeEarly: true });
  }

  async #look(): Promise<void> {
    if (this.#writers.size === 0) return;
    if (this.#isQuiet()) return this.#lookIn(longestLookMs);
    const delayMs = await this.#rotateIfDue().catch((error: unknown) => {
      const { log, paths } = this.#options;
      const until = lacksRoom(error)
        ? ": it stays too large until there is room on the disk, or the Collector is restarted"
        : "";
      log.warn(`Cannot rotate the Collector's log${until}`, { path: paths.agentLog, error: errorText(error) });
      return this.#failed();
    });
    this.#dropGone();
    this.#lookIn(delayMs);
  }

  /**
   * Whether nobody has written since the last look, which was not long ago. To ask the file takes another thread, so that
   * a disk that does not answer holds nobody up, and a quiet Collector is quiet most of the time.
   */
  #isQuiet(): boolean {
    const positions = [...this.#writers].map((child) => child.errorPosition());
    const before = this.#positions;
    this.#positions = positions.includes(undefined) ? undefined : positions.join();
    const isRecent = this.#options.runtime.clock.monotonic() - this.#lastLook.at < unseenMs;
    return isRecent && this.#failures === 0 && before !== undefined && before === this.#positions;
  }

  /** Milliseconds until the next look. */
  async #rotateIfDue(): Promise<number> {
    const found = await this.#stat();
    this.#inode ??= found?.inode;
    if (found?.inode !== this.#inode) {
      this.#missing();
      return missingMs;
    }
    const size = found?.size ?? 0;
    if (!this.#isTooLarge(size)) return this.#pace(size);
    return (await this.#rotate()) ? this.#pace((await this.#stat())?.size ?? 0) : this.#failed();
  }

  /** Whether the log was put away; where not, nothing has changed. */
  async #rotate(): Promise<boolean> {
    this.#rotating = true;
    try {
      return await this.#rotation.rotate({ writers: this.#writers, starts: () => this.#starting > 0 });
    } finally {
      this.#rotating = false;
    }
  }

  /** Milliseconds until the next try. */
  #failed(): number {
    this.#failures += 1;
    return retryMs(this.#failures);
  }

  /** Whoever removed the file, the Collector still writes to it. */
  #missing(): void {
    const { log, paths } = this.#options;
    log.warn("The Collector's log was removed or replaced; what the Collector writes is seen when it was restarted", {
      path: paths.agentLog,
    });
  }

  /** Milliseconds until the next look at a log that is not too large, at the speed at which it has grown since the last one. */
  #pace(size: number): number {
    const { runtime, maxBytes } = this.#options;
    this.#failures = 0;
    const look = { at: runtime.clock.monotonic(), written: this.#rotation.putAway + size };
    const last = this.#lastLook;
    this.#lastLook = look;
    const perMs = Math.max(0, look.written - last.written) / Math.max(1, look.at - last.at);
    return nextLookMs(maxBytes - size, perMs);
  }
}
