import { closeSync, openSync } from "node:fs";

import { endLeftovers } from "../os/leftovers.ts";
import { groupAlive, signalGroup } from "../os/signal-group.ts";
import type { Clock, Processes, Signal, StartOptions } from "../ports.ts";
import { compute } from "./compute.ts";
import { launch, type LaunchOptions } from "./launch.ts";
import { runToEnd } from "./run-to-end.ts";

export interface BunProcessesOptions extends LaunchOptions {
  clock: Clock;
}

/** Processes of the system. */
export function createBunProcesses(options: BunProcessesOptions): Processes {
  const tied = process.platform === "linux" && options.libc !== undefined;
  return {
    start: (command) => start(command, options),
    compute: (task, input) => compute(options.self, task, input),
    run: (command) => runToEnd(command, options.clock, options),
    ties: { parentDeathSignal: tied, stdinLease: tied },
    endLeftovers: (of) => endLeftovers(options.clock, of),
  };
}

async function start(command: StartOptions, options: LaunchOptions): ReturnType<Processes["start"]> {
  const output = openSync(command.outputFile, "a", 0o600);
  try {
    const launched = await launch(command, output, options);
    if (!launched.started) return launched;
    const { pid } = launched.process;
    const child = {
      pid,
      exited: launched.exited,
      signalGroup: (signal: Signal) => signalGroup(pid, signal),
      groupAlive: () => groupAlive(pid),
    };
    return { started: true, child };
  } finally {
    closeSync(output);
  }
}
