import * as z from "zod/mini";

import { jsonRecord } from "./json-record.ts";

/** A remote configuration that was tried and is known not to work. */
export interface Rejected {
  /** The Server's hash in lower-case hex. */
  readonly hash: string;
  /** Of the whole composition: with other local layers it is another one, and is tried again. */
  readonly fingerprint: string;
  /** Identity of the executable that it was tried with. */
  readonly binary: string;
  /** What the server was told. */
  readonly reason: string;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
}

/** So many are remembered, the newest. */
const maxRemembered = 32;

export const rejectedRecord = jsonRecord<readonly Rejected[]>(
  z.array(
    z.object({ hash: z.string(), fingerprint: z.string(), binary: z.string(), reason: z.string(), at: z.number() }),
  ),
  "rejected configurations",
);

/** `known` with `next` as the newest. */
export function withRejected(known: readonly Rejected[], next: Rejected): readonly Rejected[] {
  const others = known.filter(({ hash, fingerprint }) => hash !== next.hash || fingerprint !== next.fingerprint);
  return [...others, next].slice(-maxRemembered);
}
