import { errorCode } from "../error-code.ts";

/** All bytes of a stream; `undefined` where there are more than `limit`: the rest is not read then. */
export async function readBounded(
  stream: ReadableStream<Uint8Array> | null,
  limit: number,
): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  const source: AsyncIterable<Uint8Array> | undefined = stream ?? undefined;
  for await (const chunk of source ?? []) {
    total += chunk.byteLength;
    if (total > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Up to this size bytes are inflated in place: another thread would take longer to begin than this to end. */
const inPlaceBytes = 16 * 1024;

/**
 * Inflates gzip; `undefined` where the result is larger than `limit` bytes. Rejects for what is no gzip. `node:zlib` is
 * loaded by the first call: it brings the runtime's streams with it.
 */
export async function inflateBounded(zipped: Uint8Array, limit: number): Promise<Uint8Array | undefined> {
  const { gunzip, gunzipSync } = process.getBuiltinModule("node:zlib");
  const options = { maxOutputLength: Math.max(1, limit) };
  try {
    if (zipped.length <= inPlaceBytes) return gunzipSync(zipped, options);
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
    gunzip(zipped, options, (error, inflated) => (error ? reject(error) : resolve(inflated)));
    return await promise;
  } catch (error) {
    if (errorCode(error) === "ERR_BUFFER_TOO_LARGE") return undefined;
    throw error;
  }
}
