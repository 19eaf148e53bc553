import { readdirSync } from "node:fs";

import { listProcesses, stateOf } from "./linux-processes.ts";
import { pause } from "./pause.ts";
import { sendToGroup } from "./signal-group.ts";

/** How long the threads of a group may take to come to a stop, milliseconds: one can be in the middle of a write. */
const patienceMs = 50;
const pollMs = 0.2;

/**
 * Stops every process of `group` and returns once no thread of it runs; `false` where that is not to be had in time, or
 * somebody else has stopped the group already: it goes on, or stays, as it was. This thread is blocked meanwhile.
 */
export function holdStill(group: number): boolean {
  if (process.platform !== "linux" || isStopped(group)) return false;
  if (!sendToGroup(group, "SIGSTOP")) return false;
  const patience = performance.now() + patienceMs;
  while (!groupStandsStill(group)) {
    if (performance.now() > patience) {
      letGo(group);
      return false;
    }
    pause(pollMs);
  }
  return true;
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
