import type { Random } from "../../../src/runtime/ports.ts";

/** 16 random bytes that make a positive number (RFC 5280, 4.1.2.2). */
export function newSerial(random: Random): Uint8Array {
  const serial = random.bytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  return serial;
}
