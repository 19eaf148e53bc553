import { readFileSync, writeSync } from "node:fs";

import { expectLongWork } from "#runtime/engine.ts";
import { runWithInput } from "#runtime/run-with-input.ts";
import { deserialize, serialize } from "#runtime/structured-data.ts";

import { taskCommand } from "../os/task-protocol.ts";

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
  const child = runWithInput([...self, taskCommand, task], serialize(input));
  signal?.addEventListener("abort", child.kill, { once: true });
  const { exit, stdout, stderr } = await child.ended;
  signal?.removeEventListener("abort", child.kill);
  signal?.throwIfAborted();
  if (exit.kind === "exited" && exit.code === 0) return deserialize(stdout);
  const lines = stderr.trim().split("\n");
  const words = lines.findLast((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1) ?? "";
  throw new Error(
    `the task ${task} ended with ${exit.kind === "exited" ? `exit code ${exit.code}` : exit.signal}: ${words}`,
  );
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
  expectLongWork();
  const result = serialize(await task(deserialize(readFileSync(0))));
  for (let written = 0; written < result.length;) written += writeSync(1, result, written);
  return 0;
}
