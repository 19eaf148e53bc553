import { largeTree, largeValue } from "../run/collector-configurations.ts";
import { freePort } from "../run/free-port.ts";
import { serving } from "../run/otlp.ts";
import { figuresOf } from "../run/processes.ts";
import type { Stage } from "../run/stage.ts";
import type { Scenario } from "./scenario.ts";

/** How long after the verdict the memory that stays is looked at, milliseconds. */
const settleMs = 5_000;

const measures: Scenario["measures"] = [
  {
    key: "serving",
    title: "→ serves",
    unit: "ms",
    aim: 1,
    behind: "Most of the time is the Collector's; ours reads, checks and writes the text in JavaScript.",
  },
  { key: "applied", title: "→ APPLIED", unit: "ms", aim: 1 },
  {
    key: "peak",
    title: "highest RSS",
    unit: "bytes",
    aim: 2.1,
    behind: "Some copies of the text are in memory at once while it is received, read and printed.",
  },
  { key: "after", title: "RSS 5 s later", unit: "bytes", aim: 2.1 },
];

export const largeConfigurationTree: Scenario = {
  name: "large-tree",
  title: "8 MiB, many entries",
  story: "A remote configuration of 8 MiB: a processor with 5 000 actions.",
  maxRounds: 3,
  measures,
  run: (stage) => offerLarge(stage, largeTree),
};

export const largeConfigurationValue: Scenario = {
  name: "large-value",
  title: "8 MiB, one long value",
  story: "A remote configuration of 8 MiB, nearly all of it one text.",
  maxRounds: 3,
  measures,
  run: (stage) => offerLarge(stage, largeValue),
};

async function offerLarge(stage: Stage, configuration: (port: number) => string): ReturnType<Scenario["run"]> {
  const { server, supervisor } = await stage.connected();
  const port = await freePort();
  const text = configuration(port);
  const offered = server.offer(text, "large");
  const [served, applied] = await Promise.all([serving(port), server.applied("large")]);
  await Bun.sleep(settleMs);
  const { peakBytes, residentBytes } = figuresOf(supervisor.pid);
  return { serving: served - offered, applied: applied - offered, peak: peakBytes, after: residentBytes };
}
