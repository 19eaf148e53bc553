import type { Orphans } from "../process-ports.ts";
import type { Libc } from "./libc.ts";
import { listProcesses } from "./linux-processes.ts";

/**
 * Takes note of the ends of orphans, for the rest of the process's life. The first process of a container is given every
 * process whose parent has ended, such as what a start script left in the background, and nobody else clears away what is
 * left of them. `own` are the children whose ends the runtime waits for: those are not taken from it. The kernel tells of
 * each end by SIGCHLD, of those that ended before they came here too.
 */
export function reapOrphans(libc: Pick<Libc, "reap"> | undefined, own: ReadonlySet<number>): Orphans {
  if (libc === undefined) return "left";
  const reap = () => {
    for (const { pid, parent, zombie } of listProcesses()) {
      if (zombie && parent === process.pid && !own.has(pid)) libc.reap(pid);
    }
  };
  process.on("SIGCHLD", reap);
  reap();
  return "reaped";
}
