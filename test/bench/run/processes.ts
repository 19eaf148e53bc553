import { readdirSync, readFileSync, readlinkSync } from "node:fs";

import { listProcesses, startedWith } from "../../../src/runtime/os/linux-processes.ts";

/** Processes that run now and were started with `assignment` (`NAME=value`) in their environment. */
export function markedProcesses(assignment: string): number[] {
  const entries = listProcesses().filter(({ zombie }) => !zombie);
  return entries.map(({ pid }) => pid).filter((pid) => startedWith(pid, assignment));
}

/** Path of the executable of a process; `undefined` where the process is gone. */
export function executableOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return undefined;
  }
}

/** Whether the process is there and has not ended. */
export function runs(pid: number): boolean {
  const status = readOr(`/proc/${pid}/status`, "");
  return status !== "" && !/^State:\s+[ZX]/m.test(status);
}

/** What a thread or a process has done. */
export interface Activity {
  cpuMs: number;
  /** Voluntary context switches. */
  wakeUps: number;
}

/** What the kernel says of a process. */
export interface Figures {
  residentBytes: number;
  anonymousBytes: number;
  /** Highest resident size since the start. */
  peakBytes: number;
  threads: number;
  descriptors: number;
  /** Of all threads that are there now. */
  cpuMs: number;
  /** Of each thread that is there now, by its id. */
  tasks: ReadonlyMap<string, Activity>;
}

/** Reads `/proc`. A process that is gone has zeros. */
export function figuresOf(pid: number): Figures {
  const status = readOr(`/proc/${pid}/status`, "");
  const number = (name: string, text: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(text)?.[1] ?? 0);
  const activity = (task: string): Activity => ({
    cpuMs: Number(readOr(`/proc/${pid}/task/${task}/schedstat`, "0").split(" ")[0]) / 1e6,
    wakeUps: number("voluntary_ctxt_switches", readOr(`/proc/${pid}/task/${task}/status`, "")),
  });
  const tasks = new Map(list(`/proc/${pid}/task`).map((task) => [task, activity(task)]));
  return {
    residentBytes: number("VmRSS", status) * 1024,
    anonymousBytes: number("RssAnon", status) * 1024,
    peakBytes: number("VmHWM", status) * 1024,
    threads: number("Threads", status),
    descriptors: list(`/proc/${pid}/fd`).length,
    cpuMs: tasks.values().reduce((total, { cpuMs }) => total + cpuMs, 0),
    tasks,
  };
}

/**
 * What a process has done between two looks at it, by the threads that are there at the second one. Of a thread that has
 * ended the kernel tells nothing any more, not even what it did before the first.
 */
export function activityBetween(before: Pick<Figures, "tasks">, after: Pick<Figures, "tasks">): Activity {
  const done = { cpuMs: 0, wakeUps: 0 };
  for (const [task, { cpuMs, wakeUps }] of after.tasks) {
    const earlier = before.tasks.get(task);
    done.cpuMs += cpuMs - (earlier?.cpuMs ?? 0);
    done.wakeUps += wakeUps - (earlier?.wakeUps ?? 0);
  }
  return done;
}

function list(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return otherwise;
  }
}
