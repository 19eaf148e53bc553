import protobuf from "protobufjs/minimal.js";

import { copyBytes } from "./bytes.ts";

/**
 * Most fields that one message may have, those of its sub-messages included. A field takes two bytes on the wire and a
 * hundred times that in memory: without this bound a message of 64 MiB would hold gigabytes and the loop for seconds.
 * The largest real ones, inventories of a Collector's components, have some thousands.
 */
export const mostFields = 500_000;

/** A message's codec in the generated code. */
export interface Decoder<Message> {
  decode(reader: protobuf.Reader): Message;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

class MessageReader extends protobuf.Reader {
  #left = mostFields;

  constructor(bytes: Uint8Array, start: number) {
    super(bytes);
    this.pos = start;
  }

  override tag(): number {
    if (this.#left === 0) throw new RangeError(`more than ${mostFields} fields`);
    this.#left -= 1;
    return super.tag();
  }

  /** The bytes of a field. A view would keep the whole frame in memory, and costs more than a few bytes. */
  override raw(start: number, end: number): Uint8Array {
    return copyBytes(this.buf, start, end);
  }

  /** A string in one piece. The one of protobufjs is made of its characters, and stays so: ten times the memory. */
  override stringVerify(): string {
    return utf8.decode(this.bytes());
  }
}

/**
 * The message that `bytes` hold, within a bound of memory: it has at most `mostFields` fields and is nested at most 100
 * deep. `undefined` for bytes that are no such message; the decoder knows many ways to say so. It begins at `start`. Bytes
 * in the message are copies. What is unknown (fields from the future) is dropped, unknown values of enums are kept as numbers.
 */
export function decodeMessage<Message>(decoder: Decoder<Message>, bytes: Uint8Array, start = 0): Message | undefined {
  try {
    return decoder.decode(new MessageReader(bytes, start));
  } catch {
    return undefined;
  }
}
