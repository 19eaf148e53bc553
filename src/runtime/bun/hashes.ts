/** What comes piece by piece is hashed. */
export interface Hasher {
  update(piece: Uint8Array | string): unknown;
  /** Nothing can be added any more. */
  digest(): Buffer;
}

/** A hash, or with `key` its HMAC (RFC 2104). `node:crypto` would do the same, but brings 6 MB of resident memory with it. */
export function createHasher(name: "sha256" | "sha384" | "sha512", key?: Uint8Array): Hasher {
  return new Bun.CryptoHasher(name, key);
}

/** The CRC-32 of ZIP and gzip (RFC 1952, 8), going on from that of the bytes before, which is 0 where there are none. */
export function crc32(piece: Uint8Array, before: number): number {
  return Bun.hash.crc32(piece, before);
}

/** Compares bytes of the same length in a time that tells nothing of where they differ. */
export function timingSafeEqual(one: Uint8Array, other: Uint8Array): boolean {
  return crypto.timingSafeEqual(one, other);
}
