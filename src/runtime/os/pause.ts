import { keepTimersInTime } from "./timer-slack.ts";

/** Blocks this thread. */
export function pause(ms: number): void {
  keepTimersInTime();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
