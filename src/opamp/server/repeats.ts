import { createHash } from "node:crypto";

/**
 * Finds copies of the last message: a transport or a client may send it twice, and it must be answered twice but
 * processed once (§ Duplicate WebSocket Messages). A copy has the same number and the same bytes.
 */
export class Repeats {
  #last: { sequence: bigint; digest: string } | undefined;

  isRepeat(sequence: bigint, payload: Uint8Array): boolean {
    const digest = createHash("sha256").update(payload).digest("base64");
    const isRepeat = this.#last?.sequence === sequence && this.#last.digest === digest;
    this.#last = { sequence, digest };
    return isRepeat;
  }
}
