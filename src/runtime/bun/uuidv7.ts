/** The 16 bytes of a UUID of version 7 (RFC 9562). */
export function uuidv7(): Uint8Array {
  return new Uint8Array(Bun.randomUUIDv7("buffer"));
}
