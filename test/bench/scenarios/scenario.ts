import type { Stage } from "../run/stage.ts";

/** A figure of one round, or that it was above a bound when the wait was given up. */
export type Sample = number | { above: number };

export interface Measure {
  key: string;
  title: string;
  /** What the samples are in; `bytes` are shown in MB, `B` as they are. */
  unit: "ms" | "µs" | "bytes" | "B" | "%" | "count" | "per s";
  /** Default `less`. */
  better?: "less" | "more";
  /** The worst ratio, ours to the other's, that is good enough. `undefined`: no aim. */
  aim: number | undefined;
  /** Why ours is behind where it is: one sentence for the page. */
  behind?: string;
}

/** Something that is done with each side in turn, and what is measured of it. */
export interface ScenarioText {
  name: string;
  title: string;
  /** What is done, for the page. */
  story: string;
  /** At most so many rounds, where one takes long or all are alike. Default: as many as asked for. */
  maxRounds?: number;
  measures: readonly Measure[];
}

/** What is done with each supervisor. */
export interface Scenario extends ScenarioText {
  /** A sample by key of the measure. */
  run(stage: Stage): Promise<Readonly<Record<string, Sample>>>;
}

/** Why a start of the Collector takes longer than the Go supervisor's. */
export const tiedStart =
  "The start of our own process, a JavaScript program, takes longer than that of a native one; the trampoline that ties the Collector to it takes 2 ms more than a plain start.";

/** Why the first start with a Collector takes longer than the Go supervisor's. */
export const askedFirst =
  "At the first start the binary is run once to introduce itself, which begins only when our own program, in JavaScript, is loaded and has checked its configuration; later starts remember what it said, the Go supervisor runs it so each time.";

/** Why an idle supervisor takes more memory than the Go supervisor. */
export const runtimeAlone =
  "A program of the JavaScript runtime that only holds a server, a client, a child and a file has 42 MB of RSS, 3.8 MB of it anonymous; an empty one 27 and 1.8. [Where the rest is](architecture.md#memory), and what was tried.";
