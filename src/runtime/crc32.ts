/** The CRC-32 of ZIP and gzip (RFC 1952, 8), going on from that of the bytes before, which is 0 where there are none. */
export function crc32(piece: Uint8Array, before: number): number {
  return Bun.hash.crc32(piece, before);
}
