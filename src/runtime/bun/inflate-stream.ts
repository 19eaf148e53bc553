import type { Compression } from "../inflate.ts";

/** Inflates what is written to it. */
export function inflateStream(compression: Compression): ReadableWritablePair<Uint8Array, Uint8Array<ArrayBuffer>> {
  return new DecompressionStream(compression);
}
