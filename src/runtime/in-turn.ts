/** Work that is done one after the other, in the order of the calls. What fails rejects for its caller and holds up nothing. */
export class InTurn {
  #last: Promise<unknown> = Promise.resolve();

  run<Result>(work: () => Promise<Result> | Result): Promise<Result> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Resolves when all that was asked for so far is done or has failed. */
  async settled(): Promise<void> {
    await this.#last;
  }
}
