import { sha256Bytes } from "../../runtime/sha256.ts";
import { copyBytes, sameBytes } from "../wire/bytes.ts";

/** Up to so many bytes a message is kept as it is: that costs less than its digest. */
const smallBytes = 256;

/**
 * Finds copies of the last message: a transport or a client may send it twice, and it must be answered twice but
 * processed once (§ Duplicate WebSocket Messages). A copy has the same bytes, its number in the sequence among them.
 */
export class Repeats {
  #last: { length: number; content: Uint8Array } | undefined;

  isRepeat(message: Uint8Array): boolean {
    const { length } = message;
    const content = length <= smallBytes ? copyBytes(message, 0, length) : sha256Bytes(message);
    const last = this.#last;
    this.#last = { length, content };
    return last?.length === length && sameBytes(last.content, content);
  }
}
