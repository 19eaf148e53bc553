import { inflateStream } from "#runtime/inflate-stream.ts";

/** How bytes are compressed. */
export type Compression = "gzip" | "zstd" | "deflate-raw";

/** Bytes are not compressed as it was said, are cut off, or something stands behind their end. */
export class InflateError extends Error {}

/**
 * Inflates what comes piece by piece, no faster than it is read, in pieces of at most 512 KiB; a window of Zstandard above 128 MiB
 * is refused. Throws `InflateError`, and what `source` throws. The streams of `node:zlib` would let cut Zstandard pass.
 */
export async function* inflate(
  source: AsyncIterable<Uint8Array>,
  compression: Compression,
): AsyncGenerator<Uint8Array> {
  const pieces = source[Symbol.asyncIterator]();
  let failed: { error: unknown } | undefined;
  const compressed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: async (controller) => {
      try {
        const next = await pieces.next();
        if (next.done === true) controller.close();
        else controller.enqueue(new Uint8Array(next.value));
      } catch (error) {
        failed = { error };
        controller.error(error);
      }
    },
  });
  const inflater = inflateStream(compression);
  try {
    const inflated: AsyncIterable<Uint8Array> = compressed.pipeThrough(inflater);
    yield* inflated;
  } catch (error) {
    if (failed) throw failed.error;
    throw new InflateError("not compressed as it should be, or cut off", { cause: error });
  } finally {
    await pieces.return?.();
  }
}
