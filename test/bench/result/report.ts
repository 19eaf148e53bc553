import { z } from "zod";

const sample = z.union([z.number(), z.object({ above: z.number() })]);

const result = z.object({
  scenario: z.string(),
  measure: z.string(),
  /** In the order of the rounds. */
  ours: z.array(sample),
  go: z.array(sample),
});

/** A run of the benchmarks: what is printed, what `--json` writes and what the page is made of. */
export const reportSchema = z.object({
  /** ISO 8601, the day. */
  date: z.string(),
  machine: z.object({
    processor: z.string(),
    processors: z.number(),
    memoryBytes: z.number(),
    system: z.string(),
    /** One-minute load average when the run began: what else kept the machine busy. */
    load: z.number(),
  }),
  versions: z.object({ ours: z.string(), go: z.string(), collector: z.string().optional(), bun: z.string() }),
  rounds: z.number(),
  results: z.array(result),
  /** Turns that gave no sample, and why. */
  failures: z.array(z.string()),
});

export type Report = z.infer<typeof reportSchema>;
export type Result = z.infer<typeof result>;
