import { listProcesses, statusField } from "./linux-processes.ts";

/** Whether this process was started with SIGHUP ignored, as `nohup` does it. Where the system does not tell, it was not. */
export function ignoresHangup(): boolean {
  return process.platform === "linux" && isInMask(process.pid, "SigIgn");
}

/** SIGHUP in the masks of `/proc/PID/status`, hexadecimal texts whose lowest bit is signal 1. */
const hangupBit = 1n;

/**
 * Whether some process of `group` has a handler of its own for SIGHUP, be it the leader or what a wrapper script started.
 * `undefined` where the system does not tell.
 */
export function handlesHangup(group: number): boolean | undefined {
  if (process.platform !== "linux") return undefined;
  // Nearly always it is the leader: all of /proc is read only where it is not.
  return catchesHangup(group) || listProcesses().some(({ pid, group: own }) => own === group && catchesHangup(pid));
}

/** Zombies still show what they caught. */
function catchesHangup(pid: number): boolean {
  if (statusField(pid, "State")?.startsWith("Z") ?? true) return false;
  return isInMask(pid, "SigCgt");
}

function isInMask(pid: number, name: "SigCgt" | "SigIgn"): boolean {
  const mask = statusField(pid, name);
  return mask !== undefined && (BigInt(`0x${mask}`) & hangupBit) !== 0n;
}
