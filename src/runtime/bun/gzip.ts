/** The bytes or the text as gzip. */
export function gzip(data: Uint8Array | string): Uint8Array<ArrayBuffer> {
  return Bun.gzipSync(typeof data === "string" ? data : Uint8Array.from(data));
}
