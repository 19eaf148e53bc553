import type { Libc } from "./libc.ts";
import { readProc } from "./linux-processes.ts";

const nsPerMs = 1_000_000;

/** While timers may be late: by how much, milliseconds, and what there is to go back to. */
let late: { byMs: number; own: bigint; libc: Pick<Libc, "setTimerSlack"> } | undefined;

/**
 * Lets the kernel wake this thread for its timers up to `byMs` later than they are due, so that several of them are one
 * wake-up (prctl(2), PR_SET_TIMERSLACK). What comes over a descriptor wakes it at once, as ever. Threads and processes
 * inherit it: see `keepTimersInTime`. 0 is what the thread was given by whoever started it.
 */
export function letTimersBeLate(byMs: number, libc: Pick<Libc, "setTimerSlack">): void {
  if (byMs === 0) return keepTimersInTime();
  if (late?.byMs === byMs) return;
  const own = late?.own ?? readOwn();
  if (own === undefined) return;
  late = { byMs, own, libc };
  libc.setTimerSlack(BigInt(Math.round(byMs * nsPerMs)));
}

/**
 * Ends that, until it is said again. To be called before a child is started or this process becomes another program, which
 * would be late for good, and before this thread waits for a time.
 */
export function keepTimersInTime(): void {
  late?.libc.setTimerSlack(late.own);
  late = undefined;
}

function readOwn(): bigint | undefined {
  const text = readProc("self", "timerslack_ns")?.trim() ?? "";
  return /^\d+$/.test(text) ? BigInt(text) : undefined;
}
