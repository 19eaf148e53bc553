import * as z from "zod/mini";

import { jsonRecord } from "./json-record.ts";

/**
 * The journal: a remote configuration that is being tried. It is written before the Collector is touched and removed
 * with the verdict, so one that a start finds was cut short.
 */
export interface Trial {
  /** The Server's hash in lower-case hex. */
  readonly hash: string;
  readonly fingerprint: string;
  /** How many times it was begun, this time included. */
  readonly begun: number;
}

export const trialRecord = jsonRecord<Trial>(
  z.object({ hash: z.string(), fingerprint: z.string(), begun: z.int().check(z.positive()) }),
  "a trial",
);
