import { availableParallelism, freemem, loadavg, totalmem, uptime } from "node:os";

/** What kind of machine this is and who this process is, for a bug report. */
export function machineFacts() {
  return {
    runtime: process.version,
    uptimeSeconds: Math.round(uptime()),
    processors: availableParallelism(),
    loadAverage: loadavg(),
    memoryBytes: { total: totalmem(), free: freemem() },
    user: { uid: process.getuid?.(), gid: process.getgid?.(), groups: process.getgroups?.() },
  };
}
