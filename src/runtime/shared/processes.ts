import { closeSync, openSync } from "node:fs";

import { handlesHangup } from "../os/hangup-handler.ts";
import { holdStill, letGo } from "../os/hold-still.ts";
import { enterJob, openJobCalls } from "../os/job-object.ts";
import { endLeftovers } from "../os/leftovers.ts";
import { positionIn } from "../os/linux-processes.ts";
import { processUsage } from "../os/process-usage.ts";
import { groupAlive, signalGroup } from "../os/signal-group.ts";
import { keepTimersInTime } from "../os/timer-slack.ts";
import type { LookOrder } from "../os/trampoline-protocol.ts";
import { whyNotAs } from "../os/why-not-as.ts";
import type { Clock } from "../ports.ts";
import type { AccessAnswer, Orphans, Processes, Signal, StartFailure, StartOptions } from "../process-ports.ts";
import { openChildPipes } from "./child-pipes.ts";
import { compute } from "./compute.ts";
import { launch, type LaunchOptions } from "./launch.ts";
import { openTrampoline, type TrampolineOptions } from "./open-trampoline.ts";
import { runToEnd } from "./run-to-end.ts";
import { canWatchRun, RunWatcher } from "./run-watcher.ts";
import { SpareTrampoline } from "./spare-trampoline.ts";
import type { Spawned } from "./spawned.ts";
import { canWatch } from "./watcher.ts";

export interface ProcessesOptions extends TrampolineOptions {
  clock: Clock;
  /** Default: `not ours`. */
  orphans?: Orphans;
  /** Whose ways to tie children are used. Default: this one. */
  platform?: NodeJS.Platform;
}

/** Processes of the system. */
export function createProcesses(given: ProcessesOptions): Processes {
  const { clock, orphans = "not ours", platform = process.platform, ...trampoline } = given;
  const tied = platform === "linux" && trampoline.libc !== undefined;
  const spare = new SpareTrampoline(clock, trampoline);
  const watched = !tied && canWatch(platform);
  const options = { ...trampoline, spare, watched, platform };
  const runIsWatched = canWatchRun(platform);
  const runWatcher = new RunWatcher();
  const watcher = watched || runIsWatched;
  const startOnWindows = platform === "win32" ? openWindowsStart() : undefined;
  return {
    prepare: () => {
      if (tied) spare.prepare();
      return () => spare.discard();
    },
    start: async (command) => ((await startOnWindows) ?? start)(command, options),
    compute: (task, input, signal) => {
      keepTimersInTime();
      return compute(trampoline.self, task, input, signal);
    },
    run: (command) => runToEnd(command, clock, options),
    whyNotAs,
    usage: processUsage,
    tryAccess: (account, wishes) => tryAccess({ account, wishes }, trampoline),
    orphans,
    ties: { parentDeathSignal: tied, stdinLease: tied, watcher, jobObject: enterJob(openJobCalls()) },
    endLeftovers: (of) => endLeftovers(clock, of),
    watchOver: (of) => (runIsWatched ? runWatcher.watch(of) : () => {}),
  };
}

/** Loaded where it can be of use. */
async function openWindowsStart() {
  return (await import("../os/windows/start-on-windows.ts")).openWindowsStart();
}

async function tryAccess(order: LookOrder, options: TrampolineOptions): Promise<AccessAnswer> {
  if (process.platform !== "linux") return { asked: false, code: "ENOTSUP" };
  const trampoline = openTrampoline(["ignore", "ignore"], options);
  if (!trampoline.started) return { asked: false, code: trampoline.code };
  const answer = await trampoline.look(order);
  await trampoline.exited;
  return answer;
}

async function start(command: StartOptions, options: LaunchOptions): ReturnType<Processes["start"]> {
  if ("output" in command) {
    const pipes = openChildPipes(options.libc);
    const launched = await launch(command, pipes.output, options);
    if (launched.started) pipes.connect(launched, command.output);
    else pipes.discard();
    return asChild(launched);
  }
  const file = command.outputFile;
  const descriptor = openSync(file, "a", 0o600);
  try {
    return asChild(await launch(command, { file, descriptor }, options));
  } finally {
    closeSync(descriptor);
  }
}

const standardError = 2;

function asChild(launched: StartFailure | Spawned): Awaited<ReturnType<Processes["start"]>> {
  if (!launched.started) return launched;
  const { pid, exited } = launched;
  const child = {
    pid,
    exited,
    signalGroup: (signal: Signal) => signalGroup(pid, signal),
    groupAlive: () => groupAlive(pid),
    handlesHangup: () => handlesHangup(pid),
    holdStill: () => holdStill(pid),
    letGo: () => letGo(pid),
    errorPosition: () => positionIn(pid, standardError),
  };
  return { started: true, child };
}
