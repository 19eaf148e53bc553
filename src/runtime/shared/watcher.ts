import { existsSync } from "node:fs";

import { spawn } from "#runtime/spawn.ts";

import { groupAlive } from "../os/signal-group.ts";
import type { Spawned } from "./spawned.ts";

const shell = "/bin/sh";
const descriptor = 3;

/**
 * Waits on a descriptor of which the supervisor has the other end. A line: all is well. An end without one: the supervisor is
 * gone, and the group `$1` is asked to end, and killed after ten seconds. It may be standing still, and hears nothing then.
 */
const script = `
read -r word <&${descriptor} && exit 0
kill -s TERM -- "-$1" || exit 0
kill -s CONT -- "-$1"
tries=0
while kill -s 0 -- "-$1" && [ "$tries" -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
kill -s KILL -- "-$1"
`;

/** Whether this system has what a watcher needs. */
export function canWatch(platform: NodeJS.Platform): boolean {
  return platform !== "win32" && existsSync(shell);
}

/**
 * Has a process of its own see to it that the group of `child` does not outlive this process, for systems that have no tie in
 * the kernel or forbid it. What is left of the group when its leader has ended is ended in the same way.
 */
export function watch({ pid, exited }: Pick<Spawned, "pid" | "exited">): void {
  const watcher = spawn([shell, "-c", script, "opampsupervisor-watcher", String(pid)], { PATH: "/usr/bin:/bin" }, [
    "ignore",
    "ignore",
    "ignore",
    "pipe",
  ]);
  const line = watcher.started ? watcher.channel : undefined;
  void exited.then(() => {
    if (!groupAlive(pid)) line?.say("\n");
    line?.close();
  });
}
