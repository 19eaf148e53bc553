import type { BodyOutcome } from "../listen-ports.ts";
import { inflateBounded, readBounded } from "./read-bounded.ts";

export interface ReadBodyOptions {
  /** Whether the body is gzipped. */
  gzip: boolean;
  /** Bytes, before and after inflation. */
  maxBytes: number;
  timeoutMs: number;
}

/** As much of a request as is needed. */
export type RequestBody = Pick<Request, "headers" | "body" | "bytes">;

/** The body of a request, inflated. What is beyond the limit is neither kept nor inflated. */
export async function readBody(request: RequestBody, options: ReadBodyOptions): Promise<BodyOutcome> {
  const { maxBytes, gzip, timeoutMs } = options;
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) return { read: false, failure: "TOO_LARGE" };
  const { promise: timeout, resolve } = Promise.withResolvers<BodyOutcome>();
  const timer = setTimeout(() => resolve({ read: false, failure: "TIMEOUT" }), timeoutMs);
  const outcome = await Promise.race([collect(request, maxBytes), timeout]);
  clearTimeout(timer);
  return gzip && outcome.read ? await inflate(outcome.body, maxBytes) : outcome;
}

async function collect(request: RequestBody, maxBytes: number): Promise<BodyOutcome> {
  try {
    // The length is kept by the server itself, so nothing needs to be counted.
    if (request.headers.has("content-length")) return { read: true, body: await request.bytes() };
    return outcomeOf(await readBounded(request.body, maxBytes));
  } catch {
    return { read: false, failure: "LOST" };
  }
}

async function inflate(body: Uint8Array, maxBytes: number): Promise<BodyOutcome> {
  try {
    return outcomeOf(await inflateBounded(body, maxBytes));
  } catch {
    return { read: false, failure: "MALFORMED" };
  }
}

function outcomeOf(body: Uint8Array | undefined): BodyOutcome {
  return body === undefined ? { read: false, failure: "TOO_LARGE" } : { read: true, body };
}
