/** Longest line that is passed on whole, bytes. */
export const maxLineBytes = 64 * 1024;

const lineFeed = 0x0a;
const lineEnd = Buffer.from([lineFeed]);
const cutMark = Buffer.from(`… (cut after ${maxLineBytes} bytes)`);

/**
 * Cuts a stream into runs of whole lines. Whatever comes, it holds no more than one line of `maxLineBytes`: a longer one
 * is given as soon as it is too long, with a mark, and the rest of it is left out.
 */
export class LineSplitter {
  readonly #give: (lines: Uint8Array) => void;
  readonly #shown: (begin: Buffer) => Buffer;
  /** The beginning of a line. */
  #rest: Buffer[] = [];
  #restBytes = 0;
  #skipping = false;

  /**
   * @param give gets whole lines with their line ends, which may share the memory of a piece
   * @param shown what may be seen of the begin of a line that is cut. Default: all of it
   */
  constructor(give: (lines: Uint8Array) => void, shown = (begin: Buffer) => begin) {
    this.#give = give;
    this.#shown = shown;
  }

  take(piece: Uint8Array): void {
    let from = 0;
    const last = piece.lastIndexOf(lineFeed);
    if (last >= 0 && (this.#skipping || this.#restBytes > 0)) {
      from = piece.indexOf(lineFeed) + 1;
      this.#append(piece.subarray(0, from - 1));
      this.#finish();
    }
    if (last >= from) this.#giveRun(piece.subarray(from, last + 1));
    this.#append(piece.subarray(Math.max(from, last + 1)));
  }

  /** A last line without an end is a line. */
  end(): void {
    if (this.#restBytes > 0) this.#finish();
  }

  #giveRun(lines: Uint8Array): void {
    let from = 0;
    for (let end = lines.length; end - from > maxLineBytes;) {
      const long = firstLongLine(lines, from);
      if (long === undefined) break;
      if (long.start > from) this.#give(lines.subarray(from, long.start));
      this.#giveCut(Buffer.from(lines.subarray(long.start, long.start + maxLineBytes)));
      from = long.end;
      end = lines.length;
    }
    if (from < lines.length) this.#give(lines.subarray(from));
  }

  #append(part: Uint8Array): void {
    if (this.#skipping || part.length === 0) return;
    this.#rest.push(Buffer.from(part.subarray(0, maxLineBytes + 1 - this.#restBytes)));
    this.#restBytes += this.#rest.at(-1)?.length ?? 0;
    if (this.#restBytes <= maxLineBytes) return;
    const line = Buffer.concat(this.#rest).subarray(0, maxLineBytes);
    this.#clear();
    this.#skipping = true;
    this.#giveCut(line);
  }

  #giveCut(begin: Buffer): void {
    this.#give(Buffer.concat([this.#shown(begin), cutMark, lineEnd]));
  }

  /** The line that was begun has come to its end. */
  #finish(): void {
    const line = Buffer.concat([...this.#rest, lineEnd]);
    if (!this.#skipping) this.#give(line);
    this.#clear();
    this.#skipping = false;
  }

  #clear(): void {
    this.#rest = [];
    this.#restBytes = 0;
  }
}

function firstLongLine(lines: Uint8Array, from: number): { start: number; end: number } | undefined {
  for (let start = from; start < lines.length;) {
    const end = lines.indexOf(lineFeed, start) + 1;
    if (end - start - 1 > maxLineBytes) return { start, end };
    start = end;
  }
  return undefined;
}
