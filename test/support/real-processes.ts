import { readFileSync } from "node:fs";
import { join } from "node:path";

import { openLibc } from "../../src/runtime/os/libc.ts";
import { listPids, listProcesses, readProc, startedWith } from "../../src/runtime/os/linux-processes.ts";
import { trampolineCommand } from "../../src/runtime/os/trampoline-protocol.ts";
import type { Child, Processes } from "../../src/runtime/process-ports.ts";
import { createClock } from "../../src/runtime/shared/clock.ts";
import { createProcesses } from "../../src/runtime/shared/processes.ts";
import { sourceCommand } from "./project.ts";

/** The processes of the system, started by way of the program's sources, for one that remembers nothing of other tests. */
export function openRealProcesses(): Processes {
  return createProcesses({ clock: createClock(), libc: openLibc(), self: sourceCommand });
}

/** The same for all who prepare no start: one that has started with pipes prepares none any more. */
export const realProcesses = openRealProcesses();

/** A small environment for children. */
export const childEnv = { PATH: process.env["PATH"] ?? "/usr/bin:/bin" };

/** Starts a command with its output in a new file of `directory`. Throws where it is refused. */
export async function startChild(
  directory: string,
  executable: string,
  args: readonly string[] = [],
  processes: Pick<Processes, "start"> = realProcesses,
): Promise<{ child: Child; outputFile: string }> {
  const outputFile = join(directory, `${crypto.randomUUID()}.log`);
  const result = await processes.start({ executable, args, env: childEnv, outputFile });
  if (!result.started) throw new Error(`not started: ${result.code}`);
  return { child: result.child, outputFile };
}

/** Resolves when `path` holds `text`. */
export async function hasWritten(path: string, text: string): Promise<void> {
  await until(() => readFileSync(path, "utf8").includes(text));
}

/** Resolves when the condition holds; for what the system tells to nobody by itself. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await Bun.sleep(2);
}

/** Pids of the processes that run in `group`. Ended ones that nobody has reaped do not count. */
export function membersOf(group: number): number[] {
  return listProcesses().flatMap((entry) => (entry.group === group && !entry.zombie ? [entry.pid] : []));
}

/** Pids of the trampolines of the process `parent` that have become nothing yet. */
export function trampolinesOf(parent: number): number[] {
  const tail = `\0${trampolineCommand}\0${parent}\0`;
  return listPids().filter((pid) => runsTrampoline(pid, tail));
}

function runsTrampoline(pid: number, tail: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").endsWith(tail);
  } catch {
    return false;
  }
}

/** Pids of the watchers that the process `parent` has over its run; zombies have no arguments. */
export function runWatchersOf(parent: number): number[] {
  const ofIts = listProcesses().filter((entry) => entry.parent === parent && !entry.zombie);
  return ofIts.map(({ pid }) => pid).filter((pid) => readProc(pid, "cmdline")?.endsWith("\0collector-watcher\0"));
}

/** Pids of the processes that were started with `assignment` in their environment, zombies left out. */
export function markedWith(assignment: string): number[] {
  return listProcesses().flatMap(({ pid, zombie }) => (!zombie && startedWith(pid, assignment) ? [pid] : []));
}
