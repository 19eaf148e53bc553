import { readdirSync } from "node:fs";

import type { ProcessUsage } from "../process-ports.ts";
import { readProc } from "./linux-processes.ts";

/** Ticks in a second of the times in `/proc`, the same on every Linux that we run on (`USER_HZ`). */
const ticksPerSecond = 100;

/**
 * What a process has used so far, as `/proc` says on Linux; elsewhere that is known of this process alone. `undefined` where
 * there is no such process, or nobody tells.
 */
export function processUsage(pid: number): ProcessUsage | undefined {
  if (process.platform === "linux") return usageOfStat(pid);
  return pid === process.pid ? ownUsage() : undefined;
}

function usageOfStat(pid: number): ProcessUsage | undefined {
  const stat = readProc(pid, "stat");
  // The name stands in parentheses and may itself hold parentheses and blanks; the state is the third field.
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  const memory = readProc(pid, "status");
  if (fields === undefined || memory === undefined || fields[0] === "Z") return undefined;
  const kibibytes = (name: string) => Number(new RegExp(`^${name}:\\s*(\\d+) kB$`, "m").exec(memory)?.[1] ?? 0);
  const openFiles = countFiles(pid);
  return {
    cpuUserS: Number(fields[11]) / ticksPerSecond,
    cpuSystemS: Number(fields[12]) / ticksPerSecond,
    memoryBytes: kibibytes("VmRSS") * 1024,
    virtualBytes: kibibytes("VmSize") * 1024,
    threads: Number(fields[17]),
    ...(openFiles !== undefined && { openFiles }),
  };
}

/** Those of another user's process are not shown to everybody. */
function countFiles(pid: number): number | undefined {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return undefined;
  }
}

function ownUsage(): ProcessUsage {
  const { user, system } = process.cpuUsage();
  return { cpuUserS: user / 1e6, cpuSystemS: system / 1e6, memoryBytes: process.memoryUsage.rss() };
}
