import type { CommandOptions, StartFailure } from "../ports.ts";
import { openTrampoline, type Trampoline, type TrampolineOptions } from "./open-trampoline.ts";
import type { SpareTrampoline } from "./spare-trampoline.ts";
import { spawn, type Spawned } from "./spawn.ts";
import { watch } from "./watcher.ts";

/** Where standard output and standard error go: the descriptor of a file that is open for appending, or pipes. */
export type Output = { file: string; descriptor: number } | "pipe";

export interface LaunchOptions extends TrampolineOptions {
  spare: SpareTrampoline;
  /** Have a watcher end what is started when this process is gone. */
  watched: boolean;
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
  if (process.platform !== "linux") {
    if (account !== undefined) return { started: false, code: "ENOTSUP" };
    const inherited = output === "pipe" ? output : output.descriptor;
    const spawned = spawn([executable, ...args], env, ["ignore", inherited, inherited]);
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
  await trampoline.exited;
  return { started: false, code };
}

/** The spare one knows nothing of its output, and needs the C library to change it. */
function findTrampoline(
  output: Output,
  options: LaunchOptions,
): { trampoline: StartFailure | Trampoline; outputFile?: string } {
  if (output === "pipe") return { trampoline: openTrampoline("pipe", options) };
  if (options.libc === undefined) return { trampoline: openTrampoline(output.descriptor, options) };
  return { trampoline: options.spare.take(), outputFile: output.file };
}
