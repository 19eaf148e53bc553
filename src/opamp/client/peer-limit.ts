/** A refusal of something this small has another reason than its size, bytes. */
const smallestBytes = 4096;

/**
 * What a server turned out not to take: the size of a message that it refused as too large (HTTP 413, close code 1009).
 * Larger ones are not tried again until a connection ends for another reason, so that one part which is too large does
 * not cost the whole connection, and a server whose limit is raised is found out.
 */
export class PeerLimit {
  #bytes = Number.POSITIVE_INFINITY;
  #largestSent = 0;

  /** Most bytes that the server may take. */
  get bytes(): number {
    return this.#bytes;
  }

  sent(bytes: number): void {
    this.#largestSent = Math.max(this.#largestSent, bytes);
  }

  /** The server refused a message for its size; without `bytes` the largest of this connection is taken for it. */
  refused(bytes = this.#largestSent): void {
    if (bytes > smallestBytes) this.#bytes = Math.min(this.#bytes, bytes - 1);
  }

  /** The connection is over. */
  ended({ tooLarge }: { tooLarge: boolean }): void {
    if (tooLarge) this.refused();
    else this.#bytes = Number.POSITIVE_INFINITY;
    this.#largestSent = 0;
  }
}
