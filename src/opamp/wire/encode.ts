import protobuf from "protobufjs/minimal.js";

import { copyBytes } from "./bytes.ts";

/** A message's codec in the generated code. */
export interface Encoder<Message> {
  encode(message: Message, writer: protobuf.Writer): protobuf.Writer;
}

/** The buffer of a larger message is not kept, bytes. */
const keptBytes = 64 * 1024;

/** The writer of the last message, for the next one: its buffer costs more than a small message. */
let spare: protobuf.Writer | undefined;

/** The bytes of a message, in an array of their own. Throws where a field has a value that it cannot have. */
export function encodeMessage<Message>(encoder: Encoder<Message>, message: Message): Uint8Array {
  const writer = spare ?? protobuf.Writer.create();
  // One that fails amid a message is of no use any more.
  spare = undefined;
  encoder.encode(message, writer);
  const bytes = copyBytes(writer.buf, 0, writer.pos);
  writer.reset();
  if (writer.buf.length <= keptBytes) spare = writer;
  return bytes;
}
