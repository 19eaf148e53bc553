import type { Fields, Level } from "./log.ts";

/** One line of the log, as it was said. */
export interface TappedEntry {
  level: Level;
  logger: string;
  /** `room/file.ts:line`. */
  caller: string | undefined;
  message: string;
  fields: Fields;
  /** Milliseconds since the Unix epoch. */
  at: number;
}

/** So many lines are held for somebody who is not there yet. */
const mostHeld = 256;

/** Lets somebody hear what is written to the log, also what was written shortly before. */
export class LogTap {
  #held: TappedEntry[] | undefined;
  #listener: ((entry: TappedEntry) => void) | undefined;

  /** @param holds whether somebody will listen: what is said before is held for them. */
  constructor({ holds }: { holds: boolean }) {
    if (holds) this.#held = [];
  }

  /** Whether what is said reaches anybody. */
  get isOpen(): boolean {
    return this.#listener !== undefined || this.#held !== undefined;
  }

  take(entry: TappedEntry): void {
    if (this.#listener) this.#listener(entry);
    else if (this.#held && this.#held.length < mostHeld) this.#held.push(entry);
  }

  /** From now on `listener` hears; it must not throw. `undefined`: nobody does. */
  listen(listener: ((entry: TappedEntry) => void) | undefined): void {
    this.#listener = listener;
    const held = this.#held ?? [];
    this.#held = undefined;
    if (listener) held.forEach(listener);
  }
}
