/** What comes out of a pipe, whose descriptor stays its owner's. */
export function readDescriptor(descriptor: number): ReadableStream<Uint8Array> {
  return Bun.file(descriptor).stream();
}
