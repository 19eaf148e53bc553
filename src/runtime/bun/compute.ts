import { deserialize, serialize } from "bun:jsc";

import { taskCommand } from "../os/task-protocol.ts";
import { awaited } from "./own-children.ts";

/**
 * Has one of this program's own tasks carried out by a process of its own, which ends with it: the loop goes on
 * meanwhile, and the memory comes back. Input and result are data (structured clone). `signal` ends it.
 */
export async function compute(
  self: readonly string[],
  task: string,
  input: unknown,
  signal?: AbortSignal,
): Promise<unknown> {
  signal?.throwIfAborted();
  const child = awaited(
    Bun.spawn([...self, taskCommand, task], {
      stdin: new Uint8Array(serialize(input)),
      stdout: "pipe",
      stderr: "pipe",
    }),
  );
  const end = () => child.kill("SIGKILL");
  signal?.addEventListener("abort", end, { once: true });
  const [result, complaint, code] = await Promise.all([child.stdout.bytes(), child.stderr.text(), child.exited]);
  signal?.removeEventListener("abort", end);
  signal?.throwIfAborted();
  if (code === 0) return decode(result);
  const words = complaint.trim().split("\n").at(-1) ?? "";
  throw new Error(`the task ${task} ended with ${child.signalCode ?? `exit code ${code}`}: ${words}`);
}

function decode(bytes: Uint8Array): unknown {
  const value: unknown = deserialize(bytes);
  return value;
}

/** What a task takes is for the one who asks to know. */
interface Task {
  carryOut(input: unknown): unknown;
}

export type Tasks = Readonly<Record<string, Task["carryOut"]>>;

/** Carries out the task that `compute` of the parent has asked for. Returns the exit code. */
export async function runTask(tasks: Tasks, [name = ""]: readonly string[]): Promise<number> {
  const task = Object.hasOwn(tasks, name) ? tasks[name] : undefined;
  if (task === undefined) return 2;
  // The executable puts compiling off, for the sake of the supervisor's memory; a task is long work.
  Bun.unsafe.setJITPolicy(1);
  const result = await task(decode(await Bun.stdin.bytes()));
  await Bun.write(Bun.stdout, new Uint8Array(serialize(result)));
  return 0;
}
