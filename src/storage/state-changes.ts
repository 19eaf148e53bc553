import { InTurn } from "../runtime/in-turn.ts";
import type { WriteOptions } from "../runtime/ports.ts";
import type { DirectoryHold, HeldDirectory, Hold } from "./held-directory.ts";
import type { StoredFiles } from "./sealed-files.ts";
import { StorageError } from "./storage-error.ts";
import type { StoredState } from "./stored-state.ts";

export interface StateChangesOptions {
  /** They seal what holds secrets, where that is wanted. */
  files: StoredFiles;
  state: StoredState;
  held: HeldDirectory;
}

/** Of a file; where it is missing or empty the file is removed. */
type Content = string | Uint8Array | undefined;

/** What a file is to hold, and what `state` shows once it does. */
interface Change<Held extends Content = Content> {
  content: Held;
  part: Partial<StoredState>;
}

/** A file's new content that waits for its turn. */
interface WaitingChange {
  change: Change;
  done: Promise<void>;
}

/**
 * What is stored, and its changes: one after the other, in the order of the calls, but for content that newer content of
 * the same file overtakes while it waits. Each one is on disk as a whole or not at all, and `state` shows it from then
 * on. A change that fails rejects with a `StorageError` and leaves file and `state` as they were; those after it go on.
 */
export class StateChanges implements DirectoryHold {
  restored: () => void = () => {};
  taken: () => void = () => {};
  readonly #files: StoredFiles;
  readonly #held: HeldDirectory;
  #state: StoredState;
  readonly #changes = new InTurn();
  /** By path. */
  readonly #waiting = new Map<string, WaitingChange>();
  #closed = false;
  #isTaken = false;

  constructor({ files, state, held }: StateChangesOptions) {
    this.#files = files;
    this.#state = state;
    this.#held = held;
  }

  get state(): StoredState {
    return this.#state;
  }

  get isTaken(): boolean {
    return this.#isTaken;
  }

  async isOurs(): Promise<boolean> {
    if (!this.#closed && !this.#isTaken && !(await this.#held.isKept())) await this.#changes.run(() => this.#restore());
    return !this.#isTaken;
  }

  /** Shows what is not on disk, or not yet. */
  show(part: Partial<StoredState>): void {
    this.#state = { ...this.#state, ...part };
  }

  /** Content that still waits for its turn gives the turn to newer content of the same file: only the newest counts. */
  put(path: string, content: Content, part: Partial<StoredState>, options: WriteOptions = {}): Promise<void> {
    const overtaken = this.#closed ? undefined : this.#waiting.get(path);
    if (overtaken !== undefined) {
      Object.assign(overtaken.change, { content, part });
      return overtaken.done;
    }
    const change = { content, part };
    const done = this.#enqueue(isEmpty(content) ? "remove" : "write", path, async () => {
      this.#waiting.delete(path);
      await (isEmpty(change.content) ? this.#files.remove(path) : this.#files.write(path, change.content, options));
      this.show(change.part);
    });
    this.#waiting.set(path, { change, done });
    return done;
  }

  /** A change of what is there when its turn has come, so that none of them is lost. */
  update(path: string, options: WriteOptions, changed: (state: StoredState) => Change<string>): Promise<void> {
    return this.#enqueue("write", path, async () => {
      const { content, part } = changed(this.#state);
      await this.#files.write(path, content, options);
      this.show(part);
    });
  }

  /** A file of which `state` shows nothing. It waits for no other change, unless the directory has to be made anew. */
  async writeAtOnce(path: string, content: string, options: WriteOptions): Promise<void> {
    this.#refuseClosed("write", path);
    if (this.#isTaken || !(await this.#held.isKept())) await this.#changes.run(() => this.#hold("write", path));
    await named("write", path, () => this.#files.write(path, content, options));
  }

  /** A directory below that of the storage, through which the group `passage` gets to files that it knows by name. */
  async makeDirectory(path: string, passage: number | undefined): Promise<void> {
    this.#refuseClosed("create", path);
    await named("create", path, () => this.#files.ensureDirectory(path, { passage }));
  }

  /** Resolves when the changes that were asked for so far are on disk or have failed. */
  settled(): Promise<void> {
    return this.#changes.settled();
  }

  /** Waits for the changes that were asked for, then frees the directory for another supervisor. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#changes.run(() => this.#restore());
    this.#held.release();
  }

  #enqueue(action: string, path: string, work: () => Promise<void>): Promise<void> {
    if (this.#closed) return Promise.reject(closedError(action, path));
    return this.#changes.run(async () => {
      await this.#hold(action, path);
      await named(action, path, work);
    });
  }

  /** What is on disk is what the next start knows: where somebody has removed it, it is put there once more. In its turn only. */
  async #restore(): Promise<Hold> {
    if (this.#isTaken) return "taken";
    const hold = await this.#held.restore(this.#state);
    if (hold === "restored") this.restored();
    if (hold === "taken") {
      this.#isTaken = true;
      this.taken();
    }
    return hold;
  }

  /** Nothing is written into the directory of another supervisor. */
  async #hold(action: string, path: string): Promise<void> {
    if ((await this.#restore()) === "taken") throw new StorageError({ action, path, code: "ETAKEN" });
  }

  #refuseClosed(action: string, path: string): void {
    if (this.#closed) throw closedError(action, path);
  }
}

function isEmpty(content: Content): content is undefined {
  return content === undefined || content.length === 0;
}

function closedError(action: string, path: string): StorageError {
  return new StorageError({ action, path, code: "ECLOSED" });
}

/** An error of `work` becomes one that says what was tried with which file. */
async function named(action: string, path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    throw new StorageError({ action, path, cause });
  }
}
