import type { Clock } from "../ports.ts";
import { sleep } from "../sleep.ts";
import { listProcesses, startedWith } from "./linux-processes.ts";

/** How long a leftover may take to end by itself, milliseconds. */
const graceMs = 5_000;
const pollMs = 20;

/**
 * Ends the processes whose environment holds `assignment`: SIGTERM, then SIGKILL for what is left after the grace.
 * The environment is inherited, so children of a wrapper script are found too. Returns the pids that were found.
 */
export async function endMarkedProcesses(clock: Clock, assignment: string): Promise<number[]> {
  const marked = () => listProcesses().filter(({ pid, zombie }) => !zombie && startedWith(pid, assignment));
  const found = marked().map(({ pid }) => pid);
  found.forEach((pid) => send(pid, "SIGTERM"));
  const deadline = clock.monotonic() + graceMs;
  while (marked().length > 0) {
    if (clock.monotonic() > deadline) marked().forEach(({ pid }) => send(pid, "SIGKILL"));
    await sleep(clock, pollMs);
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
