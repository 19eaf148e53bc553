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
  /** Voluntary context switches of all threads that are there now. */
  wakeUps: number;
}

/** Reads `/proc`. A process that is gone has zeros. */
export function figuresOf(pid: number): Figures {
  const status = readOr(`/proc/${pid}/status`, "");
  const number = (name: string, text: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(text)?.[1] ?? 0);
  const tasks = list(`/proc/${pid}/task`).map((task) => `/proc/${pid}/task/${task}`);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return {
    residentBytes: number("VmRSS", status) * 1024,
    anonymousBytes: number("RssAnon", status) * 1024,
    peakBytes: number("VmHWM", status) * 1024,
    threads: number("Threads", status),
    descriptors: list(`/proc/${pid}/fd`).length,
    cpuMs: sum(tasks.map((task) => Number(readOr(`${task}/schedstat`, "0").split(" ")[0]) / 1e6)),
    wakeUps: sum(tasks.map((task) => number("voluntary_ctxt_switches", readOr(`${task}/status`, "")))),
  };
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
