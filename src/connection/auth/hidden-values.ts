/** Files and tokens change for years: of the values that they had, so many are remembered. */
const mostRecent = 64;

/** What must not be told anybody: what the configuration holds, and what was read or got last. */
export class HiddenValues {
  readonly #fixed = new Set<string>();
  /** The oldest first. */
  readonly #recent = new Set<string>();
  #all: readonly string[] = [];

  /** The same array until something is new. */
  get all(): readonly string[] {
    return this.#all;
  }

  /** For as long as this lives. */
  addFixed(value: string): void {
    this.#fixed.add(value);
    this.#refresh();
  }

  add(value: string): void {
    if (this.#fixed.has(value) || this.#recent.has(value)) return;
    const [oldest] = this.#recent;
    if (oldest !== undefined && this.#recent.size >= mostRecent) this.#recent.delete(oldest);
    this.#recent.add(value);
    this.#refresh();
  }

  #refresh(): void {
    this.#all = [...this.#fixed, ...this.#recent].filter((value) => value !== "");
  }
}
