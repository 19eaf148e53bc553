import type { Patient } from "./context.ts";
import type { Finding } from "./finding.ts";
import { fine, found } from "./report.ts";

/** What sees to it that no Collector outlives its supervisor: on Linux it takes FFI. */
export function checkTies({ runtime }: Pick<Patient, "runtime">): Finding[] {
  const { ties, orphans } = runtime.processes;
  const { parentDeathSignal, stdinLease, jobObject, watcher } = ties;
  const isTied = (parentDeathSignal && stdinLease) || jobObject || (watcher && runtime.host.os !== "linux");
  const off = Object.entries({ parentDeathSignal, stdinLease, watcher }).flatMap(([name, on]) => (on ? [] : [name]));
  const instead = watcher ? ": a process of its own watches over them" : "";
  return [
    isTied
      ? fine("ties", "the Collector cannot outlive a supervisor that is killed")
      : found(
          "TIES_OFF",
          `this system forbids what ties the Collector to the supervisor (${off.join(", ")})${instead}`,
        ),
    ...(orphans === "left"
      ? [found("ORPHANS_LEFT", "this is the first process of its container, and cannot clear orphans away")]
      : []),
  ];
}
