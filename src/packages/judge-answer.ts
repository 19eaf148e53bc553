import { readRetryAfter } from "../opamp/client/retry-after.ts";
import type { PartRecord } from "./partial-file.ts";

export interface FileAnswer {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  /** Offset from which the file was asked for; 0: all of it, without Range. */
  from: number;
  /** What is known of the file whose part is there. */
  record: PartRecord | undefined;
  /** Milliseconds since the Unix epoch. */
  now: number;
}

/** What an answer means for the download. */
export type AnswerVerdict =
  /** The whole file comes. */
  | { kind: "whole"; facts: Omit<PartRecord, "contentHash"> }
  /** It goes on where it broke off. `size` is that of the whole file. */
  | { kind: "rest"; size: number | undefined }
  /** There is nothing behind what is there. */
  | { kind: "complete" }
  /** What is there does not go with what the server has, or the server says something of ranges that cannot be: all of it is to be asked for. */
  | { kind: "anew"; reason: string }
  | { kind: "refused"; code: string; reason: string; passing: boolean; retryAfterMs?: number | undefined };

/** Statuses that tell of a moment (RFC 9110, 15.5.9; RFC 8470; RFC 6585), beside those above 499. */
const passingStatuses = new Set([408, 425, 429]);

/**
 * Judges the answer to a GET, with Range or without (RFC 9110, 14 and 15). Nothing that a server says is trusted with more than
 * time and bandwidth, as the hash over the whole file decides in the end.
 */
export function judgeAnswer({ status, headers, from, record, now }: FileAnswer): AnswerVerdict {
  if (status === 200) return { kind: "whole", facts: factsOf(headers) };
  if (status === 206) return from > 0 ? judgePart(headers, from, record) : nonsense("a part, though all was asked for");
  if (status === 416 && from > 0) {
    const total = /^bytes \*\/(\d+)$/i.exec(headers["content-range"] ?? "")?.[1];
    return Number(total) === from ? { kind: "complete" } : { kind: "anew", reason: "the server has no such range" };
  }
  const passing = status >= 500 || passingStatuses.has(status);
  if (status < 400) return nonsense(`HTTP ${status}`);
  const retryAfterMs = passing ? readRetryAfter(headers, now) : undefined;
  return { kind: "refused", code: `HTTP_${status}`, reason: `answered with HTTP ${status}`, passing, retryAfterMs };
}

function nonsense(what: string): AnswerVerdict {
  return { kind: "refused", code: "PROTOCOL", reason: `answered with ${what}`, passing: true };
}

function judgePart(
  headers: Readonly<Record<string, string>>,
  from: number,
  record: PartRecord | undefined,
): AnswerVerdict {
  const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/i.exec(headers["content-range"] ?? "");
  if (!range) return { kind: "anew", reason: "the server does not say which part it sends" };
  const [, first = "", last = "", total = ""] = range;
  if (Number(first) !== from || Number(last) < from) return { kind: "anew", reason: "the server sends another part" };
  const size = total === "*" ? undefined : Number(total);
  const facts = factsOf(headers);
  const changed =
    (size !== undefined && (size <= Number(last) || (record?.size ?? size) !== size)) ||
    (facts.etag !== undefined && record?.etag !== undefined && facts.etag !== record.etag) ||
    (facts.coding ?? "") !== (record?.coding ?? "");
  return changed ? { kind: "anew", reason: "the file has changed on the server" } : { kind: "rest", size };
}

/** A weak entity tag says nothing of bytes (RFC 9110, 8.8.1 and 13.1.5). */
function factsOf(headers: Readonly<Record<string, string>>): Omit<PartRecord, "contentHash"> {
  const { etag, "last-modified": lastModified, "content-length": length, "content-encoding": coding } = headers;
  const named = coding?.trim().toLowerCase();
  return {
    ...(etag !== undefined && /^"[^"]*"$/.test(etag) && { etag }),
    ...(lastModified !== undefined && { lastModified }),
    ...(length !== undefined && /^\d+$/.test(length) && { size: Number(length) }),
    ...(named !== undefined && named !== "" && named !== "identity" && { coding: named }),
  };
}
