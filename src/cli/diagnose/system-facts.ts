import { readProc } from "../../runtime/os/linux-processes.ts";
import { machineFacts } from "../../runtime/os/machine-facts.ts";
import type { Runtime } from "../../runtime/ports.ts";
import { version } from "../version.ts";

/** What kind of machine this is, and what it lets a process do. Names of variables, and no values. */
export function systemFacts({ host, processes, clock }: Pick<Runtime, "host" | "processes" | "clock">): string {
  const facts = {
    at: new Date(clock.now()).toISOString(),
    version,
    system: { os: host.os, arch: host.arch, release: host.release },
    ...machineFacts(),
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
