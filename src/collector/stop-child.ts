import type { Child, Clock } from "../runtime/ports.ts";
import { sleep } from "../runtime/sleep.ts";

export interface StopChildOptions {
  child: Child;
  clock: Clock;
  /** Milliseconds between SIGTERM and SIGKILL. Default 10 s, as in the Go supervisor. */
  graceMs?: number;
}

/** How an ordered stop ended. `gone` is false only when processes outlive SIGKILL (stuck in the kernel). */
export interface StopOutcome {
  killed: boolean;
  gone: boolean;
}

const defaultGraceMs = 10_000;
const pollMs = 5;
const killWaitMs = 2_000;

/**
 * Ends the child and everything in its process group: SIGTERM to the group, a grace, SIGKILL to what is left, and a
 * look whether all are gone. A group whose leader has gone first is ended just so.
 */
export async function stopChild({ child, clock, graceMs = defaultGraceMs }: StopChildOptions): Promise<StopOutcome> {
  child.signalGroup("SIGTERM");
  if (await groupGone(child, clock, graceMs)) return { killed: false, gone: true };
  child.signalGroup("SIGKILL");
  return { killed: true, gone: await groupGone(child, clock, killWaitMs) };
}

async function groupGone(child: Child, clock: Clock, withinMs: number): Promise<boolean> {
  const deadline = clock.monotonic() + withinMs;
  while (child.groupAlive()) {
    if (clock.monotonic() >= deadline) return false;
    await Promise.race([child.exited, sleep(clock, pollMs)]);
    if (child.groupAlive()) await sleep(clock, pollMs);
  }
  await child.exited;
  return true;
}
