import { stat } from "node:fs/promises";
import { join } from "node:path";

import { freePort } from "../../support/free-port.ts";
import { largeTree, largeValue, manyComponents } from "../run/collector-configurations.ts";
import { serving } from "../run/otlp.ts";
import { figuresOf } from "../run/processes.ts";
import type { Stage } from "../run/stage.ts";
import type { Supervised } from "../run/supervised.ts";
import type { PauseWatch } from "../run/watch-pauses.ts";
import type { Scenario } from "./scenario.ts";

/** How long after the verdict the memory that stays is looked at, milliseconds. */
const settleMs = 5_000;

const memory: Scenario["measures"] = [
  {
    key: "peak",
    title: "highest RSS",
    unit: "bytes",
    aim: 2.1,
    behind: "Some copies of the text are in memory at once while it is received, read and printed.",
  },
  { key: "after", title: "RSS 5 s later", unit: "bytes", aim: 2.1 },
  { key: "pause", title: "longest wait for /health", unit: "ms", aim: undefined },
];

const measures: Scenario["measures"] = [
  {
    key: "serving",
    title: "→ serves",
    unit: "ms",
    aim: 1,
    behind: "Most of the time is the Collector's; ours reads, checks and writes the text in JavaScript.",
  },
  { key: "applied", title: "→ APPLIED", unit: "ms", aim: 1 },
  ...memory,
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

export const manyComponentsConfiguration: Scenario = {
  name: "many-components",
  title: "20 000 components",
  story:
    "A remote configuration of 3 MiB: 20 000 processors, up to the composed file, and up to the file that the Collector is started with. Ours has been through the Collector's own check in between, which the Go supervisor does not ask.",
  maxRounds: 3,
  measures: [
    { key: "composed", title: "→ composed", unit: "ms", aim: 1 },
    { key: "written", title: "→ effective.yaml", unit: "ms", aim: undefined },
    ...memory,
  ],
  async run(stage) {
    const { server, site, supervisor, pauses } = await watched(stage);
    const text = manyComponents(await freePort());
    const offered = server.offer(text, "many");
    const effective = join(site.storage, "effective.yaml");
    while ((await isSmall(`${effective}.trial`)) && (await isSmall(effective))) await Bun.sleep(1);
    const composed = performance.now() - offered;
    while (await isSmall(effective)) await Bun.sleep(1);
    const written = performance.now() - offered;
    return { composed, written, ...(await settled(supervisor, pauses)) };
  },
};

async function offerLarge(stage: Stage, configuration: (port: number) => string): ReturnType<Scenario["run"]> {
  const { server, supervisor, pauses } = await watched(stage);
  const port = await freePort();
  const text = configuration(port);
  const offered = server.offer(text, "large");
  const [served, applied] = await Promise.all([serving(port), server.applied("large")]);
  return { serving: served - offered, applied: applied - offered, ...(await settled(supervisor, pauses)) };
}

/** A supervisor that has connected, and a look at its pauses. */
async function watched(stage: Stage) {
  const healthPort = await freePort();
  const connected = await stage.connected({ healthPort });
  return { ...connected, pauses: stage.pauses(healthPort) };
}

async function settled(supervisor: Supervised, pauses: PauseWatch) {
  await Bun.sleep(settleMs);
  const pause = await pauses.end();
  const { peakBytes, residentBytes } = figuresOf(supervisor.pid);
  return { peak: peakBytes, after: residentBytes, pause };
}

/** Whether a file holds less than 1 MiB. */
async function isSmall(path: string): Promise<boolean> {
  return await stat(path).then(
    ({ size }) => size < 2 ** 20,
    () => true,
  );
}
