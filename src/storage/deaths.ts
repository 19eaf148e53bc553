import * as z from "zod/mini";

import { jsonRecord } from "./json-record.ts";

/** An end of the Collector that nobody asked for. */
export interface Death {
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** `exit code 1`, `signal SIGKILL`, or why it could not be started. */
  readonly how: string;
  /** The kernel ended it for want of memory. */
  readonly outOfMemory: boolean;
  /** The remote configuration that it ran, in lower-case hex; empty without one. */
  readonly remoteConfig: string;
  /** Version that the Collector gave; empty where it gave none. */
  readonly version: string;
}

/** So many are kept, the newest. */
const maxKept = 20;

export const deathsRecord = jsonRecord<readonly Death[]>(
  z.array(
    z.object({
      at: z.number(),
      how: z.string(),
      outOfMemory: z.boolean(),
      remoteConfig: z.string(),
      version: z.string(),
    }),
  ),
  "deaths",
);

/** `known` with `next` as the newest. */
export function withDeath(known: readonly Death[], next: Death): readonly Death[] {
  return [...known, next].slice(-maxKept);
}
