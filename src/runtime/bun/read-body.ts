import { gunzip, gunzipSync } from "node:zlib";

import { errorCode } from "../error-code.ts";
import type { BodyOutcome } from "../ports.ts";

export interface ReadBodyOptions {
  /** Whether the body is gzipped. */
  gzip: boolean;
  /** Bytes, before and after inflation. */
  maxBytes: number;
  timeoutMs: number;
}

/** A body up to this size is inflated in place, bytes: another thread would take longer to begin than this to end. */
const inPlaceBytes = 16 * 1024;

/** The body of a request, inflated. What is beyond the limit is neither kept nor inflated. */
export async function readBody(request: Request, options: ReadBodyOptions): Promise<BodyOutcome> {
  const { maxBytes, gzip, timeoutMs } = options;
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) return { read: false, failure: "TOO_LARGE" };
  const { promise: timeout, resolve } = Promise.withResolvers<BodyOutcome>();
  const timer = setTimeout(() => resolve({ read: false, failure: "TIMEOUT" }), timeoutMs);
  const outcome = await Promise.race([collect(request, maxBytes), timeout]);
  clearTimeout(timer);
  return gzip && outcome.read ? await inflate(outcome.body, maxBytes) : outcome;
}

async function collect(request: Request, maxBytes: number): Promise<BodyOutcome> {
  try {
    // The length is kept by the server itself, so nothing needs to be counted.
    if (request.headers.has("content-length")) return { read: true, body: await request.bytes() };
    const chunks: Uint8Array[] = [];
    let total = 0;
    const stream: AsyncIterable<Uint8Array> | undefined = request.body ?? undefined;
    for await (const chunk of stream ?? []) {
      total += chunk.byteLength;
      if (total > maxBytes) return { read: false, failure: "TOO_LARGE" };
      chunks.push(chunk);
    }
    return { read: true, body: Buffer.concat(chunks) };
  } catch {
    return { read: false, failure: "LOST" };
  }
}

async function inflate(body: Uint8Array, maxBytes: number): Promise<BodyOutcome> {
  const limit = { maxOutputLength: maxBytes };
  try {
    if (body.length <= inPlaceBytes) return { read: true, body: gunzipSync(body, limit) };
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
    gunzip(body, limit, (error, inflated) => (error ? reject(error) : resolve(inflated)));
    return { read: true, body: await promise };
  } catch (error) {
    const isLarge = errorCode(error) === "ERR_BUFFER_TOO_LARGE";
    return { read: false, failure: isLarge ? "TOO_LARGE" : "MALFORMED" };
  }
}
