import { createHash } from "node:crypto";

/** The names below are in this space. */
const space = "1c9b7d2e6f3a4b58a0d14e7c92f6b385";

/** The UUID of a name, the same each time (RFC 9562, version 5), in upper case, as installers have them. */
export function namedUuid(name: string): string {
  const hash = createHash("sha1").update(Buffer.from(space, "hex")).update(name).digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString("hex").toUpperCase();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
