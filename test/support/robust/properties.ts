import type fc from "fast-check";

/** Something that holds whatever comes, tried briefly by the unit tests and at length by `bun run fuzz`. */
export interface RobustProperty {
  /** A sentence. */
  name: string;
  /** Tries in the unit tests. */
  runs: number;
  property: fc.IRawProperty<unknown>;
}
