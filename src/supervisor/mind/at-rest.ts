import type { State } from "./state.ts";

/** One change at a time: no configuration is brought into force or on probation, and no process is on its way. */
export function isAtRest({ apply, timers, process, restart, fallback }: State): boolean {
  const isMoving = process.is === "starting" || process.is === "stopping" || process.is === "reloading";
  const isWaiting = fallback === "awaiting-server" || timers.probation !== undefined;
  return apply.is === "idle" && !isMoving && !isWaiting && restart?.is !== "wanted";
}
