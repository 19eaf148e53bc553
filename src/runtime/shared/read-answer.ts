import { inflateBounded, readBounded } from "./read-bounded.ts";
import type { SingleAnswer } from "./single-answer.ts";

/** `TOO_LARGE`: more than the limit; `MALFORMED`: no gzip, as the header says it is. */
export type AnswerBody = { read: true; body: Uint8Array } | { read: false; failure: "TOO_LARGE" | "MALFORMED" };

/**
 * The body of an answer, at most `limit` bytes, unzipped
 * where it says that it is zipped. Rejects where the answer breaks off.
 */
export async function readAnswer({ headers, body }: SingleAnswer, limit: number): Promise<AnswerBody> {
  if (!isGzip(headers.get("content-encoding") ?? "")) return within(await readBounded(body, limit));
  // What cannot be compressed grows by a little.
  const zipped = await readBounded(body, limit + Math.ceil(limit / 1000) + 64);
  if (zipped === undefined || zipped.length === 0) return within(zipped);
  return inflateBounded(zipped, limit).then(within, () => ({ read: false, failure: "MALFORMED" }));
}

/** Names of codings know no case, and `x-gzip` is gzip (RFC 9110, 8.4.1). */
function isGzip(coding: string): boolean {
  return ["gzip", "x-gzip"].includes(coding.trim().toLowerCase());
}

function within(body: Uint8Array | undefined): AnswerBody {
  return body === undefined ? { read: false, failure: "TOO_LARGE" } : { read: true, body };
}
