import { inflateBounded, readBounded } from "./read-bounded.ts";

/**
 * The body of an answer that fetch was told to leave as it is (`decompress: false`), unzipped where it says that it is
 * zipped; `undefined` where it is larger than `limit` bytes.
 */
export async function readAnswer(response: Response, limit: number): Promise<Uint8Array | undefined> {
  if (response.headers.get("content-encoding") !== "gzip") return readBounded(response.body, limit);
  // What cannot be compressed grows by a little.
  const zipped = await readBounded(response.body, limit + Math.ceil(limit / 1000) + 64);
  if (zipped === undefined || zipped.length === 0) return zipped;
  return await inflateBounded(zipped, limit);
}
