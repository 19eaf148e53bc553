import { readdirSync } from "node:fs";

import { listProcesses, stateOf } from "./linux-processes.ts";
import { pause } from "./pause.ts";
import { sendToGroup } from "./signal-group.ts";

/**
 * How long the threads of a group may take to come to a stop, milliseconds: one can be in the middle of a write, and each
 * needs the processor once more, which it may have to wait for: where others are busy, or for the next period of a quota.
 */
const patienceMs = 250;
/** First wait between two looks, milliseconds. */
const shortestWaitMs = 0.2;
/** The waits double up to this, milliseconds: who looks without a rest takes the processor from those it waits for. */
const longestWaitMs = 5;

/**
 * Stops every process of `group` and returns once no thread of it runs; `false` where that is not to be had in time, or
 * somebody else has stopped the group already: it goes on, or stays, as it was. This thread is blocked meanwhile.
 */
export function holdStill(group: number): boolean {
  if (process.platform !== "linux" || isStopped(group)) return false;
  if (!sendToGroup(group, "SIGSTOP")) return false;
  const end = performance.now() + patienceMs;
  for (let waitMs = shortestWaitMs; ; waitMs = Math.min(2 * waitMs, longestWaitMs)) {
    const isLastLook = performance.now() > end;
    if (groupStandsStill(group)) return true;
    if (isLastLook) break;
    pause(waitMs);
  }
  letGo(group);
  return false;
}

/** Undoes `holdStill`. */
export function letGo(group: number): void {
  sendToGroup(group, "SIGCONT");
}

/** The leader comes first: all of /proc is read only when that one has stopped. */
function groupStandsStill(group: number): boolean {
  if (!standsStill(group)) return false;
  return listProcesses().every((entry) => entry.group !== group || entry.pid === group || standsStill(entry.pid));
}

/** Whether somebody has stopped the process. */
function isStopped(pid: number): boolean {
  return stateOf(pid) === "T";
}

/** Whether all threads of a process are stopped or ended. A process stops as a whole, but not at one moment. */
function standsStill(pid: number): boolean {
  return threadsOf(pid).every((thread) => {
    const state = stateOf(pid, thread);
    return state === undefined || "TtZX".includes(state);
  });
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}
