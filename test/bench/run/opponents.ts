import { resolve } from "node:path";

import { build, projectVersion } from "../../../scripts/build.ts";
import { getCollector } from "../../../scripts/get-collector.ts";
import { capture } from "../../../scripts/support/capture.ts";
import type { Contestant } from "./contestant.ts";
import { goSupervisor } from "./go-supervisor.ts";

export interface OpponentsOptions {
  /** Our executable. `undefined`: it is built. */
  executable: string | undefined;
  say(line: string): void;
}

/** Our supervisor and the Collector that it is given. */
export interface Ours {
  ours: Contestant;
  /** Path. */
  collector: string;
}

export interface Opponents extends Ours {
  /** `undefined` where it cannot be had here; the reason was said. */
  go: Contestant | undefined;
  /** What the Collector says of itself. */
  collectorVersion: string;
}

/** What is measured with ours alone. */
export async function findOurs({ executable, say }: OpponentsOptions): Promise<Ours> {
  const collector = await getCollector({ say });
  const ours: Contestant = {
    name: "ours",
    title: `opampsupervisor ${await projectVersion()}`,
    executable: executable === undefined ? (await build()).path : resolve(executable),
    stopSignal: "SIGTERM",
    capabilities: {},
  };
  return { ours, collector };
}

/** Everything that is measured and what it is measured with. */
export async function findOpponents(options: OpponentsOptions): Promise<Opponents> {
  const found = await findOurs(options);
  const go = await goSupervisor(options.say);
  if (!go.found) options.say(`no Go supervisor to compare with: ${go.reason}`);
  const version = await capture([found.collector, "--version"]);
  return { ...found, go: go.found ? go.contestant : undefined, collectorVersion: version.stdout };
}
