import type { Stage } from "../run/stage.ts";

/** A figure of one round, or that it was above a bound when the wait was given up. */
export type Sample = number | { above: number };

export interface Measure {
  key: string;
  title: string;
  /** What the samples are in. */
  unit: "ms" | "bytes" | "%" | "count" | "per s";
  /** The largest ratio, ours to the Go supervisor's, that is good enough. `undefined`: no aim. */
  aim: number | undefined;
  /** Why ours is behind where it is: one sentence for the page. */
  behind?: string;
}

/** Something that is done with each supervisor in turn, and what is measured of it. */
export interface Scenario {
  name: string;
  title: string;
  /** What is done, for the page. */
  story: string;
  /** At most so many rounds, where one takes long or all are alike. Default: as many as asked for. */
  maxRounds?: number;
  measures: readonly Measure[];
  /** A sample by key of the measure. */
  run(stage: Stage): Promise<Readonly<Record<string, Sample>>>;
}

/** Why a start of the Collector takes longer than the Go supervisor's. */
export const tiedStart =
  "Each start of the Collector goes through a start of our own executable, about 8 ms, which ties the two lives together; what the next start needs is flushed to the disk before.";

/** Why the first start with a Collector takes longer than the Go supervisor's. */
export const askedFirst =
  "At the first start the binary is asked what it can do in short runs of their own; later starts remember the answers, the Go supervisor asks less, each time.";
