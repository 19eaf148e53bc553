import * as z from "zod/mini";

import { jsonRecord } from "./json-record.ts";

/** A Collector that was started; the record of one that has ended in order is removed. */
export interface RunningCollector {
  /** In the environment of every process of the run, so that what is left of it can be found. */
  readonly marker: string;
  readonly pid: number;
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
}

export const runningRecord = jsonRecord<RunningCollector>(
  z.object({
    marker: z.string().check(z.minLength(1)),
    pid: z.int().check(z.positive()),
    startedAt: z.number(),
  }),
  "a Collector's run",
);
