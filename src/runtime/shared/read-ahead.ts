/** Bytes from which on nothing more is read ahead. */
const aheadBytes = 1024 * 1024;

/** As much of a reader as is used here; the types of the web and of the runtime differ in the rest. */
interface Reader {
  read(): Promise<{ value?: Uint8Array | undefined }>;
  cancel(reason: unknown): Promise<void>;
}

export type Ahead = { value: Uint8Array } | { end: true } | { error: unknown };

/**
 * Reads a stream ahead of its reader, a little: when a connection breaks, the runtime drops what has come and was not taken, so
 * that with a slow disk a line that breaks often would never get on. (What comes together with the break is lost all the same.)
 */
export class ReadAhead {
  readonly #reader: Reader;
  readonly #pieces: Uint8Array[] = [];
  #bytes = 0;
  #last: { end: true } | { error: unknown } | undefined;
  /** Who waits for a piece, and who for room. */
  #wake: () => void = () => {};
  #goOn: () => void = () => {};

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader();
    void this.#pump();
  }

  /** One call at a time. */
  async next(): Promise<Ahead> {
    for (;;) {
      const value = this.#pieces.shift();
      if (value) {
        this.#bytes -= value.length;
        this.#goOn();
        return { value };
      }
      if (this.#last) return this.#last;
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
    }
  }

  /** Nothing more is wanted: `error` is what there is from now on. */
  stop(error: unknown): void {
    this.#pieces.length = 0;
    this.#finish({ error });
    void this.#reader.cancel(error).catch(() => {});
  }

  async #pump(): Promise<void> {
    try {
      while (this.#last === undefined) {
        const { value } = await this.#reader.read();
        if (value === undefined) return this.#finish({ end: true });
        this.#pieces.push(value);
        this.#bytes += value.length;
        this.#wake();
        if (this.#bytes >= aheadBytes) await this.#room();
      }
    } catch (error) {
      this.#finish({ error });
    }
  }

  #room(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#goOn = resolve;
    return promise;
  }

  #finish(last: { end: true } | { error: unknown }): void {
    this.#last ??= last;
    this.#wake();
    this.#goOn();
  }
}
