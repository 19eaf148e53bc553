import type { Cancel, Clock, Files } from "../../runtime/ports.ts";

/**
 * From one look to the next, milliseconds. Looking works for every file system, for mounts of one file and for links that are
 * exchanged (Kubernetes), where notices of changes do not come, and costs some microseconds for each file.
 */
const lookEveryMs = 2_000;

export interface FileWatchOptions {
  files: Pick<Files, "stat">;
  clock: Pick<Clock, "schedule">;
  paths: readonly string[];
  /** Some of them are other files than before, or have another size or time, and have been at rest from one look to the next. */
  changed(paths: readonly string[]): void;
}

/** Looks whether files change. */
export class FileWatch {
  readonly #options: FileWatchOptions;
  /** As they were told last, and as they were at the last look. */
  #told: readonly string[] | undefined;
  #seen: readonly string[] = [];
  #cancel: Cancel = () => {};
  #closed = false;

  constructor(options: FileWatchOptions) {
    this.#options = options;
    void this.#look();
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  async #look(): Promise<void> {
    const { files, clock, paths, changed } = this.#options;
    const found = await Promise.all(paths.map((path) => stampOf(files, path)));
    if (this.#closed) return;
    const rests = found.every((stamp, index) => stamp === this.#seen[index]);
    const told = this.#told ?? found;
    const which = paths.filter((_, index) => found[index] !== told[index]);
    this.#seen = found;
    this.#told ??= found;
    if (rests && which.length > 0) {
      this.#told = found;
      changed(which);
    }
    if (!this.#closed) this.#cancel = clock.schedule(lookEveryMs, () => void this.#look());
  }
}

/** What cannot be looked at is as good as not there. */
async function stampOf(files: Pick<Files, "stat">, path: string): Promise<string> {
  const stat = await files.stat(path).catch(() => undefined);
  return stat === undefined ? "" : `${stat.inode} ${stat.size} ${stat.modifiedAt}`;
}
