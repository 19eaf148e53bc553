import type { Exit } from "../runtime/process-ports.ts";
import type { Ending } from "./ending.ts";

/** An orderly end that nobody here asked for was asked for by somebody else; the Collector ends so on SIGTERM. */
export function killerOf(exit: Exit, killsBefore: number | undefined, kills: number | undefined): Ending["killed"] {
  if (exit.kind === "exited") return exit.code === 0 ? "outside" : undefined;
  const grew = killsBefore !== undefined && kills !== undefined && kills > killsBefore;
  return exit.signal === "SIGKILL" && grew ? "memory" : "outside";
}
