/** The longest time that something may take; it can be put off. */
export class Deadline {
  /** Resolves when the time is over. */
  readonly passed: Promise<void>;
  readonly #resolve: () => void;
  #endsAt: number;
  #timer: NodeJS.Timeout | undefined;

  /** From now, milliseconds. */
  constructor(ms: number) {
    ({ promise: this.passed, resolve: this.#resolve } = Promise.withResolvers<void>());
    this.#endsAt = performance.now();
    this.extend(ms);
  }

  extend(ms: number): void {
    this.cancel();
    this.#endsAt += ms;
    this.#timer = setTimeout(this.#resolve, this.#endsAt - performance.now());
  }

  cancel(): void {
    clearTimeout(this.#timer);
  }
}
