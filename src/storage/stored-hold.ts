import * as z from "zod/mini";

import { jsonRecord } from "./json-record.ts";

/** The operator has put a hold on what the server wants changed. */
export interface StoredHold {
  /** Milliseconds since the Unix epoch. */
  readonly since: number;
  /** How long it lasts, milliseconds; `undefined`: until it is released. */
  readonly forMs?: number | undefined;
  /** In the operator's words; may be empty. */
  readonly reason: string;
  /** Aggregate hash in lower-case hex of the packages that had been planned when it began; `undefined`: none had, or they have none. */
  readonly packages?: string | undefined;
}

export const holdRecord = jsonRecord<StoredHold>(
  z.object({
    since: z.number(),
    forMs: z.optional(z.number()),
    reason: z.string(),
    packages: z.optional(z.string()),
  }),
  "a hold",
);

/**
 * How long a hold still lasts, milliseconds; `undefined`: until it is released. A clock that was set back meanwhile makes
 * it no longer than it was meant to be.
 */
export function holdLasts({ since, forMs }: StoredHold, now: number): number | undefined {
  return forMs === undefined ? undefined : Math.min(Math.max(since + forMs - now, 0), forMs);
}
