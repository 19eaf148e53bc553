import { createHash, createHmac, timingSafeEqual as equal } from "node:crypto";

import type { createHasher as createOther, Hasher } from "../bun/hashes.ts";

/** A hash, or with `key` its HMAC (RFC 2104). */
export const createHasher: typeof createOther = (name, key): Hasher =>
  key === undefined ? createHash(name) : createHmac(name, key);

/** Of the reflected polynomial, for each value of a byte. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = (rest & 1) === 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

/** The CRC-32 of ZIP and gzip (RFC 1952, 8), going on from that of the bytes before, which is 0 where there are none. */
export function crc32(piece: Uint8Array, before: number): number {
  let rest = ~before;
  for (const byte of piece) rest = (rest >>> 8) ^ (table[(rest ^ byte) & 0xff] ?? 0);
  return ~rest >>> 0;
}

/** Compares bytes of the same length in a time that tells nothing of where they differ. */
export function timingSafeEqual(one: Uint8Array, other: Uint8Array): boolean {
  return equal(one, other);
}
