import { errorCode } from "../error-code.ts";
import type { Signal } from "../process-ports.ts";
import { listProcesses } from "./linux-processes.ts";

/** What `kill` takes for a group. Windows has none for short commands: there it is the process that was started, and the job sees to its children. */
export function groupTarget(group: number, platform: NodeJS.Platform = process.platform): number {
  return platform === "win32" ? group : -group;
}

/** Sends `signal` to every process of `group`; `false` when nobody was there. */
export function signalGroup(group: number, signal: Signal): boolean {
  return sendToGroup(group, signal);
}

/** The same with the signals that only the system's own parts of this program send. */
export function sendToGroup(group: number, signal: Signal | "SIGSTOP" | "SIGCONT"): boolean {
  try {
    process.kill(groupTarget(group), signal);
    return true;
  } catch {
    return false;
  }
}

/** Whether `group` has members, zombies included. Those that may not be signalled (setuid programs) count too. */
function hasMembers(group: number): boolean {
  try {
    process.kill(groupTarget(group), 0);
    return true;
  } catch (error) {
    return errorCode(error) === "EPERM";
  }
}

/**
 * Whether a process of `group` still runs. Where nobody reaps orphans (a container without init), ended children of a
 * wrapper script stay as zombies that still answer signals: they do not count.
 */
export function groupAlive(group: number): boolean {
  if (!hasMembers(group)) return false;
  if (process.platform !== "linux") return true;
  return listProcesses().some((entry) => entry.group === group && !entry.zombie);
}
