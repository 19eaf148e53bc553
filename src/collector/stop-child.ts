import type { Clock } from "../runtime/ports.ts";
import type { Child, LeftoverSigns, Processes } from "../runtime/process-ports.ts";
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
const killWaitMs = 2_000;
/** Looking for members of a group reads all of /proc: the first looks come fast, the later ones seldom. */
const firstPollMs = 2;
const longestPollMs = 100;

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

export interface StopCollectorOptions extends StopChildOptions {
  processes: Pick<Processes, "endLeftovers">;
  /** What it alone is known by. */
  signs: LeftoverSigns;
}

/**
 * Ends a Collector with all that its start script has left elsewhere: `setsid`, `su -c` and shells with job control put it
 * into a group of its own, where it would run on beside its successor.
 */
export async function stopCollector({ processes, signs, ...options }: StopCollectorOptions): Promise<StopOutcome> {
  const outcome = await stopChild(options);
  await processes.endLeftovers(signs);
  return outcome;
}

/** The end of the leader is an event; that of the others has to be looked for. */
async function groupGone(child: Child, clock: Clock, withinMs: number): Promise<boolean> {
  const deadline = clock.monotonic() + withinMs;
  if (!(await exitedWithin(child, clock, withinMs))) return false;
  for (let wait = firstPollMs; child.groupAlive(); wait = Math.min(2 * wait, longestPollMs)) {
    const left = deadline - clock.monotonic();
    if (left <= 0) return false;
    await sleep(clock, Math.min(wait, left));
  }
  return true;
}

async function exitedWithin(child: Child, clock: Clock, withinMs: number): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const cancel = clock.schedule(withinMs, () => late.resolve(false));
  const exited = await Promise.race([child.exited.then(() => true), late.promise]);
  cancel();
  return exited;
}
