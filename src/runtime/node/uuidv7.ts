import { randomFillSync } from "node:crypto";

/** The 16 bytes of a UUID of version 7 (RFC 9562, 5.7): milliseconds since the Unix epoch, then chance. */
export function uuidv7(): Uint8Array {
  const bytes = randomFillSync(new Uint8Array(16));
  const view = new DataView(bytes.buffer);
  const now = Date.now();
  view.setUint16(0, Math.floor(now / 2 ** 32));
  view.setUint32(2, now % 2 ** 32);
  view.setUint8(6, (view.getUint8(6) & 0x0f) | 0x70);
  view.setUint8(8, (view.getUint8(8) & 0x3f) | 0x80);
  return bytes;
}
