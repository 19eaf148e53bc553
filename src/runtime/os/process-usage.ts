import type { ProcessUsage } from "../process-ports.ts";
import { readProc, statusField } from "./linux-processes.ts";

/** Ticks of the processor time in `/proc`, per second: `USER_HZ` of every Linux that runs this program. */
const ticksPerSecond = 100;
/** `utime` and `stime` among the fields behind the name (proc(5), 14 and 15). */
const userTime = 11;
const systemTime = 12;

/** What a process uses, see `Processes.usage`. */
export function processUsage(pid: number): ProcessUsage | undefined {
  if (pid === process.pid) {
    const { user, system } = process.cpuUsage();
    return { memoryBytes: process.memoryUsage.rss(), cpuMs: Math.round((user + system) / 1000) };
  }
  const stat = readProc(pid, "stat");
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ") ?? [];
  const kilobytes = Number.parseInt(statusField(pid, "VmRSS") ?? "", 10);
  const ticks = Number(fields[userTime]) + Number(fields[systemTime]);
  if (Number.isNaN(kilobytes) || Number.isNaN(ticks)) return undefined;
  return { memoryBytes: kilobytes * 1024, cpuMs: (ticks * 1000) / ticksPerSecond };
}
