import type { Clock } from "../ports.ts";
import type { LeftoverSigns } from "../process-ports.ts";
import { sleep } from "../sleep.ts";
import { listPids, runsWith, startedWith } from "./linux-processes.ts";

/** How long a leftover may take to end by itself, milliseconds. */
const graceMs = 5_000;
/** How long the kernel may take to end what was killed. What is stuck in it must not hold up the start. */
const killWaitMs = 2_000;
const pollMs = 20;
/** So many processes are looked at in one turn of the event loop: a busy machine has thousands, and a start is under way. */
const pidsPerTurn = 16;

/**
 * Ends the processes that carry one of the signs: SIGTERM, then SIGKILL for what is left after the grace. The
 * environment is inherited, so children of a wrapper script are found by it too; by the argument, what a supervisor
 * left that set no mark. Returns the pids that were found, when they are gone, or when there is nothing more to be done
 * about them.
 */
export async function endLeftovers(clock: Clock, { assignment, argument }: LeftoverSigns): Promise<number[]> {
  const carries = (pid: number) =>
    (assignment !== undefined && startedWith(pid, assignment)) ||
    (argument !== undefined && runsWith(pid, argument.flag, argument.file));
  const marked = () => pidsWhere((pid) => pid !== process.pid && carries(pid));
  const found = await marked();
  if (found.length === 0) return found;
  // A supervisor may have died while it held its Collector still: a stopped process hears SIGTERM when it goes on.
  found.forEach((pid) => [send(pid, "SIGTERM"), send(pid, "SIGCONT")]);
  const patience = clock.monotonic() + graceMs;
  for (let left = await marked(); left.length > 0; left = await marked()) {
    if (clock.monotonic() > patience + killWaitMs) break;
    if (clock.monotonic() > patience) left.forEach((pid) => send(pid, "SIGKILL"));
    await sleep(clock, pollMs);
  }
  return found;
}

async function pidsWhere(matches: (pid: number) => boolean): Promise<number[]> {
  const pids = listPids();
  const found: number[] = [];
  for (let from = 0; from < pids.length; from += pidsPerTurn) {
    if (from > 0) await new Promise<void>((resolve) => void setImmediate(resolve));
    found.push(...pids.slice(from, from + pidsPerTurn).filter(matches));
  }
  return found;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone in the meantime.
  }
}
