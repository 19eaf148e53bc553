import { spawn } from "#runtime/spawn.ts";

import type { CommandOptions, StartFailure } from "../process-ports.ts";
import {
  endsSoon,
  type Inherited,
  openTrampoline,
  type Trampoline,
  type TrampolineOptions,
} from "./open-trampoline.ts";
import type { SpareTrampoline } from "./spare-trampoline.ts";
import type { Spawned } from "./spawned.ts";
import { watch } from "./watcher.ts";

/**
 * Where standard output and standard error go: the descriptor of a file that is open for appending, the descriptors of
 * pipes, or pipes that are made on the way.
 */
export type Output = { file: string; descriptor: number } | PipeEnds | "pipe";

/** The ends that the child writes to. */
export interface PipeEnds {
  stdout: number;
  stderr: number;
}

export interface LaunchOptions extends TrampolineOptions {
  spare: SpareTrampoline;
  /** Have a watcher end what is started when this process is gone. */
  watched: boolean;
  platform: NodeJS.Platform;
}

/**
 * Starts a command in a process group of its own. On Linux it goes through the trampoline, so that it dies with this
 * process; `started` means that the target itself is executing.
 */
export async function launch(
  command: CommandOptions,
  output: Output,
  options: LaunchOptions,
): Promise<StartFailure | Spawned> {
  const { executable, args, env, account } = command;
  // Without the one call a trampoline could become nothing.
  if (options.platform !== "linux" || process.execve === undefined) {
    if (account !== undefined) return { started: false, code: "ENOTSUP" };
    const spawned = spawn([executable, ...args], env, ["ignore", ...inheritedOf(output)]);
    if (spawned.started && options.watched) watch(spawned);
    return spawned;
  }
  const { trampoline, outputFile } = findTrampoline(output, options);
  if (!trampoline.started) return trampoline;
  if (options.watched) watch(trampoline);
  const code = await trampoline.become({
    executable,
    args,
    env,
    ...(outputFile !== undefined && { outputFile }),
    ...(account && { account }),
  });
  if (code === "") return trampoline;
  await endsSoon(trampoline.exited);
  return { started: false, code };
}

/** The spare one knows nothing of its output, and needs the C library to change it. */
function findTrampoline(
  output: Output,
  options: LaunchOptions,
): { trampoline: StartFailure | Trampoline; outputFile?: string } {
  if (options.libc !== undefined && isFile(output)) {
    return { trampoline: options.spare.take(), outputFile: output.file };
  }
  if (typeof output === "object" && !isFile(output)) options.spare.giveUp();
  return { trampoline: openTrampoline(inheritedOf(output), options) };
}

function isFile(output: Output): output is Extract<Output, { file: string }> {
  return typeof output === "object" && "file" in output;
}

function inheritedOf(output: Output): Inherited {
  if (output === "pipe") return ["pipe", "pipe"];
  return isFile(output) ? [output.descriptor, output.descriptor] : [output.stdout, output.stderr];
}
