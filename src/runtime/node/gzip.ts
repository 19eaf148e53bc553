import { gzipSync } from "node:zlib";

/** The bytes or the text as gzip. */
export function gzip(data: Uint8Array | string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(gzipSync(data));
}
