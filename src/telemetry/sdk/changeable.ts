/** What processors of spans and of log records have in common. */
interface Processor {
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** Processors that come and go while their provider stays, by the owner that has brought them. */
export class Changeable<Each extends Processor> {
  readonly #of = new Map<string, readonly Each[]>();

  get all(): Each[] {
    return [...this.#of.values()].flat();
  }

  /** These in the place of those that the owner had, which export what they still hold. */
  replace(owner: string, processors: readonly Each[]): void {
    const before = this.#of.get(owner) ?? [];
    if (processors.length === 0) this.#of.delete(owner);
    else this.#of.set(owner, processors);
    for (const processor of before) void processor.shutdown().catch(() => {});
  }

  async forceFlush(): Promise<void> {
    await Promise.allSettled(this.all.map((processor) => processor.forceFlush()));
  }

  async shutdown(): Promise<void> {
    await Promise.allSettled(this.all.map((processor) => processor.shutdown()));
  }
}
