/**
 * Replaces, in place, bytes that are views into a larger buffer by copies. Decoded bytes are views into the whole frame:
 * a hash of 32 bytes that is kept would keep a frame of megabytes with it.
 */
export function ownBytes<Part extends object>(part: Part): Part {
  for (const [name, value] of Object.entries(part)) {
    if (value instanceof Uint8Array) {
      if (value.byteLength < value.buffer.byteLength) Object.assign(part, { [name]: new Uint8Array(value) });
    } else if (typeof value === "object" && value !== null) {
      ownBytes(value);
    }
  }
  return part;
}
