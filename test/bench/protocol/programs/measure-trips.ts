import { parseArgs } from "node:util";

import { emit } from "./line.ts";

/** What the programs that make round trips are told. */
export interface TripOptions {
  url: string;
  /** Connections. */
  count: number;
  /** Round trips of each connection that are not measured, and that are. */
  warmUp: number;
  trips: number;
  /** They connect and do nothing else. */
  stay: boolean;
}

export function tripOptions(): TripOptions {
  const { values } = parseArgs({
    options: {
      url: { type: "string", default: "" },
      count: { type: "string", default: "1" },
      "warm-up": { type: "string", default: "0" },
      trips: { type: "string", default: "1" },
      stay: { type: "boolean", default: false },
    },
  });
  const { url, count, "warm-up": warmUp, trips, stay } = values;
  return { url, count: Number(count), warmUp: Number(warmUp), trips: Number(trips), stay };
}

/** Events: begin; end {seconds, cpuSeconds, kernelSeconds}. */
export async function measureTrips(
  { warmUp, trips }: TripOptions,
  clients: readonly { trip(): Promise<void> }[],
): Promise<void> {
  const together = (times: number) =>
    Promise.all(
      clients.map(async (client) => {
        for (let time = 0; time < times; time += 1) await client.trip();
      }),
    );
  await together(warmUp);
  emit("begin");
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  await together(trips);
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - start) / 1000;
  emit("end", { seconds, cpuSeconds: (user + system) / 1e6, kernelSeconds: system / 1e6 });
}
