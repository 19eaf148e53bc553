import type { Problem, UsageFault } from "../config/problem.ts";
import type { SupervisorConfig } from "../config/types.ts";
import type { StatusSnapshot } from "../control/snapshot.ts";
import type { Inspection } from "../runtime/inspection-ports.ts";
import type { Runtime } from "../runtime/ports.ts";

/** What every check works with. */
export interface Patient {
  config: SupervisorConfig;
  /** A problem that shows only when a value is used, with its place. */
  problem(fault: UsageFault): Problem;
  runtime: Runtime;
  inspection: Inspection;
  /** Of the supervisor that runs on the storage directory, where one answers. */
  running: StatusSnapshot | undefined;
  /** One may run, and this user must not ask it. */
  isClosed: boolean;
  /** The path of the configuration, as given. */
  file: string;
}
