import { watch } from "node:fs";

/** Files that come to be in a directory, or go, as the kernel tells it: each write of the supervisor ends in a rename. */
export class Writes {
  readonly #watcher;
  readonly #reached = Promise.withResolvers<void>();
  #count = 0;

  /** `reached` resolves at the `goal`-th rename or removal of a file from now on. */
  constructor(directory: string, goal: number) {
    this.#watcher = watch(directory, (kind) => {
      if (kind !== "rename") return;
      this.#count += 1;
      if (this.#count === goal) this.#reached.resolve();
    });
  }

  get reached(): Promise<void> {
    return this.#reached.promise;
  }

  get count(): number {
    return this.#count;
  }

  [Symbol.dispose](): void {
    this.#watcher.close();
  }
}
