import { deserialize as read, serialize as write } from "bun:jsc";

/** Data as bytes (structured clone). */
export function serialize(data: unknown): Uint8Array {
  return new Uint8Array(write(data));
}

/** What was made of data, by the same program. */
export function deserialize(bytes: Uint8Array): unknown {
  return read(bytes);
}
