import { errorMessage } from "../runtime/error-message.ts";
import { InTurn } from "../runtime/in-turn.ts";
import type { Cancel, Clock, Files } from "../runtime/ports.ts";
import type { Log } from "../telemetry/log.ts";
import { type JournalEntry, renderEntry } from "./journal-entry.ts";
import { olderEvents, readJournal } from "./read-journal.ts";
import type { Storage } from "./storage.ts";

export interface EventJournalOptions {
  files: Pick<Files, "readIfPresent" | "rename" | "sink" | "stat">;
  storage: Pick<Storage, "paths" | "hold">;
  clock: Clock;
  log: Log;
  /** Bytes and lines of one file; there are at most two. Default: 1 MiB and 5000. */
  limits?: { bytes: number; lines: number };
}

/** Entries are written together, so long after the first of them, milliseconds. A power cut may take them. */
const delayMs = 1_000;
/** So many wait for a disk that takes nothing, the newest. */
const mostWaiting = 500;

/** How much is in a file. */
interface Extent {
  bytes: number;
  lines: number;
  /** It ends with the end of a line. */
  isWhole: boolean;
}

const nothing: Extent = { bytes: 0, lines: 0, isWhole: true };

/**
 * The journal of what was decided and why: one line of JSON for each entry, in `events.jsonl` of the storage directory. Once
 * that is full it becomes `events.jsonl.1`, in the place of the one before. It keeps nobody waiting, and where it cannot be
 * written that is in the log and nothing else comes of it.
 */
export class EventJournal {
  readonly #options: EventJournalOptions;
  readonly #limits: { bytes: number; lines: number };
  readonly #turns = new InTurn();
  readonly #listeners = new Set<(entry: JournalEntry) => void>();
  #waiting: JournalEntry[] = [];
  #timer: Cancel | undefined;
  #isFailing = false;
  /** The file as it was left last. */
  #left: Extent = nothing;

  constructor(options: EventJournalOptions) {
    this.#options = options;
    this.#limits = options.limits ?? { bytes: 1024 * 1024, lines: 5_000 };
  }

  add(entry: JournalEntry): void {
    this.#waiting = [...this.#waiting, entry].slice(-mostWaiting);
    this.#timer ??= this.#options.clock.schedule(delayMs, () => void this.flush());
    for (const listener of this.#listeners) listener(entry);
  }

  /** All that is known so far, oldest first; `listener` hears of each later one, until that is cancelled. */
  async read(listener?: (entry: JournalEntry) => void): Promise<{ entries: JournalEntry[]; cancel: Cancel }> {
    const { files, storage } = this.#options;
    return await this.#turns.run(async () => {
      const stored = await readJournal(files, storage.paths).catch(() => []);
      if (listener !== undefined) this.#listeners.add(listener);
      const cancel = () => void (listener && this.#listeners.delete(listener));
      return { entries: [...stored, ...this.#waiting], cancel };
    });
  }

  /** Writes what waits. */
  async flush(): Promise<void> {
    this.#timer?.();
    this.#timer = undefined;
    await this.#turns.run(() => this.#write());
  }

  async #write(): Promise<void> {
    const entries = this.#waiting;
    if (entries.length === 0) return;
    const { log, storage } = this.#options;
    try {
      if (!(await storage.hold.isOurs())) return;
      await this.#append(entries.map(renderEntry).join(""));
      this.#waiting = this.#waiting.filter((entry) => !entries.includes(entry));
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) log.warn("Cannot write the journal of events", { error: errorMessage(error) });
      this.#isFailing = true;
    }
  }

  async #append(text: string): Promise<void> {
    const { files, storage } = this.#options;
    const { events } = storage.paths;
    const data = new TextEncoder().encode(text);
    const found = await this.#extent();
    const isFull = found.bytes + data.length > this.#limits.bytes || found.lines >= this.#limits.lines;
    if (found.bytes > 0 && isFull) await files.rename(events, olderEvents(storage.paths));
    const before = isFull ? nothing : found;
    const sink = await files.sink(events, { keep: before.bytes });
    try {
      // What a power cut has left of a line must not take the next one with it.
      const end = before.isWhole ? 0 : 1;
      if (!before.isWhole) await sink.write(Uint8Array.of(newline));
      await sink.write(data);
      const lines = before.lines + end + text.split("\n").length - 1;
      this.#left = { bytes: before.bytes + end + data.length, lines, isWhole: true };
    } finally {
      await sink.close();
    }
  }

  /** Read only where it is not as it was left. */
  async #extent(): Promise<Extent> {
    const { files, storage } = this.#options;
    const { events } = storage.paths;
    const size = (await files.stat(events))?.size ?? 0;
    if (size === this.#left.bytes) return this.#left;
    const data = (await files.readIfPresent(events)) ?? new Uint8Array();
    const lines = data.reduce((sum, byte) => (byte === newline ? sum + 1 : sum), 0);
    return { bytes: data.length, lines, isWhole: data.length === 0 || data.at(-1) === newline };
  }
}

const newline = 0x0a;
