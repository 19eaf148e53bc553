/** Text as the wide calls of Windows take it: UTF-16, ended by a zero. */
export function wide(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(`${text}\0`, "utf16le"));
}

/** The text in a buffer, up to its first zero. */
export function fromWide(buffer: Uint8Array): string {
  const text = Buffer.from(buffer.buffer, buffer.byteOffset, buffer.byteLength).toString("utf16le");
  const end = text.indexOf("\0");
  return end === -1 ? text : text.slice(0, end);
}
