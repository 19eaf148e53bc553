/** The last bytes of an output, in a memory of fixed size. */
export class RecentOutput {
  readonly #ring: Uint8Array;
  #written = 0;

  constructor(capacity: number) {
    this.#ring = new Uint8Array(capacity);
  }

  /** Bytes so far. */
  get written(): number {
    return this.#written;
  }

  append(bytes: Uint8Array): void {
    const { length } = this.#ring;
    const kept = bytes.subarray(Math.max(0, bytes.length - length));
    this.#written += bytes.length;
    const start = (this.#written - kept.length) % length;
    const untilEnd = kept.subarray(0, length - start);
    this.#ring.set(untilEnd, start);
    this.#ring.set(kept.subarray(untilEnd.length), 0);
  }

  /** At most the last `most` bytes, none that were written before `from`. */
  last(most: number, from: number): Uint8Array {
    const { length } = this.#ring;
    const count = Math.max(0, Math.min(most, this.#written - from, length));
    const start = (this.#written - count) % length;
    const untilEnd = this.#ring.subarray(start, Math.min(length, start + count));
    return Buffer.concat([untilEnd, this.#ring.subarray(0, count - untilEnd.length)]);
  }
}
