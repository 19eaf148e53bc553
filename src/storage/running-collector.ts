import * as z from "zod/mini";

const schema = z.object({
  /** In the environment of every process of the run, so that what is left of it can be found. */
  marker: z.string().check(z.minLength(1)),
  pid: z.int().check(z.positive()),
  /** Milliseconds since the Unix epoch. */
  startedAt: z.number(),
});

/** A Collector that was started; the record of one that has ended in order is removed. */
export type RunningCollector = Readonly<z.infer<typeof schema>>;

/** Reads `running_collector.json`. Throws where it is no such record. */
export function parseRunningCollector(data: Uint8Array): RunningCollector {
  const result = schema.safeParse(JSON.parse(new TextDecoder().decode(data)));
  if (!result.success) throw new Error("it is no record of a Collector's run");
  return result.data;
}

export function renderRunningCollector(run: RunningCollector): string {
  return `${JSON.stringify(run)}\n`;
}
