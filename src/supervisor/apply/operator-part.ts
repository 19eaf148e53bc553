import type { SupervisorConfig } from "../../config/types.ts";

/** What the operator has written, as it was read at one time of this run: each reading is another one. */
export interface OperatorPart {
  /** Of the reading; the one of the start has none, and comes before all others. */
  readonly revision: number;
  readonly config: SupervisorConfig;
}
