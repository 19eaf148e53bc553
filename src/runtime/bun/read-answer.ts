import { promisify } from "node:util";
import { gunzip } from "node:zlib";

import { errorCode } from "../error-code.ts";

const inflate = promisify(gunzip);

/**
 * The body of an answer that fetch was told to leave as it is (`decompress: false`), unzipped where it says that it is
 * zipped; `undefined` where it is larger than `limit` bytes.
 */
export async function readAnswer(response: Response, limit: number): Promise<Uint8Array | undefined> {
  if (response.headers.get("content-encoding") !== "gzip") return readRaw(response, limit);
  // What cannot be compressed grows by a little.
  const zipped = await readRaw(response, limit + Math.ceil(limit / 1000) + 64);
  if (zipped === undefined || zipped.length === 0) return zipped;
  try {
    return await inflate(zipped, { maxOutputLength: Math.max(1, limit) });
  } catch (error) {
    if (errorCode(error) === "ERR_BUFFER_TOO_LARGE") return undefined;
    throw error;
  }
}

/** Bytes as they come; `undefined` where there are more than `limit`. The rest is not read. */
async function readRaw(response: Response, limit: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  const stream: AsyncIterable<Uint8Array> | undefined = response.body ?? undefined;
  for await (const chunk of stream ?? []) {
    total += chunk.byteLength;
    if (total > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
