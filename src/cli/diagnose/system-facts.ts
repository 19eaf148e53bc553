import { availableParallelism, freemem, loadavg, totalmem, uptime } from "node:os";

import { readProc } from "../../runtime/os/linux-processes.ts";
import type { Runtime } from "../../runtime/ports.ts";
import { version } from "../version.ts";

/** What kind of machine this is, and what it lets a process do. Names of variables, and no values. */
export function systemFacts({ host, processes, clock }: Pick<Runtime, "host" | "processes" | "clock">): string {
  const facts = {
    at: new Date(clock.now()).toISOString(),
    version,
    runtime: process.version,
    system: { os: host.os, arch: host.arch, release: host.release, uptimeSeconds: Math.round(uptime()) },
    processors: availableParallelism(),
    loadAverage: loadavg(),
    memoryBytes: { total: totalmem(), free: freemem() },
    user: { uid: process.getuid?.(), gid: process.getgid?.(), groups: process.getgroups?.() },
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    ties: processes.ties,
    variables: Object.keys(host.env).toSorted(),
  };
  return `${JSON.stringify(facts, null, 2)}\n`;
}

/** What the kernel says of a process; empty where it does not. */
export function processFacts(pid: number): string {
  const shown = ["limits", "cgroup", "status", "oom_score_adj"].flatMap((file) => {
    const text = readProc(pid, file);
    return text === undefined ? [] : [`--- /proc/${pid}/${file}\n${text.trimEnd()}\n`];
  });
  return shown.join("\n");
}
