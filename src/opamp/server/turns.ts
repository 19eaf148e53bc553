/** Work that is done one piece after the other, in the order in which it came. */
export class Turns {
  readonly #waiting: (() => void | Promise<void>)[] = [];
  readonly #idle: () => void;
  #busy = false;

  /** `idle` is called when work that was not finished at once, and all that waited for it, is done. */
  constructor(idle: () => void = () => {}) {
    this.#idle = idle;
  }

  /** Whether a piece is not finished. */
  get busy(): boolean {
    return this.#busy;
  }

  /** How many pieces have not begun. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Does the work now, in this very turn of the loop, or after all that came before it. It must not throw or reject. */
  take(work: () => void | Promise<void>): void {
    this.#waiting.push(work);
    this.#go();
  }

  #go(): void {
    while (!this.#busy) {
      const next = this.#waiting.shift();
      if (!next) return;
      this.#busy = true;
      const end = next();
      if (end) return void this.#finish(end);
      this.#busy = false;
    }
  }

  async #finish(end: Promise<void>): Promise<void> {
    await end;
    this.#busy = false;
    this.#go();
    if (!this.#busy) this.#idle();
  }
}
