/** Cuts a stream of bytes into lines of bounded length. */
export class LineReader {
  readonly #longest: number;
  readonly #decoder = new TextDecoder();
  #rest = "";

  /** `longest`: of one line, characters. */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /** The lines that this piece completes, without their ends; `undefined` once one is too long. */
  take(piece: Uint8Array): string[] | undefined {
    const lines = (this.#rest + this.#decoder.decode(piece, { stream: true })).split("\n");
    this.#rest = lines.pop() ?? "";
    return [this.#rest, ...lines].some(({ length }) => length > this.#longest) ? undefined : lines;
  }
}
