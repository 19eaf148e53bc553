import { awaited } from "../shared/own-children.ts";
import type { WorkWithInput } from "../shared/work-with-input.ts";
import { exitOf } from "./exit-of.ts";

/** Starts a child of this process's own group and gives it `input`. Throws what the system says. */
export function runWithInput(argv: string[], input: Uint8Array): WorkWithInput {
  const child = awaited(Bun.spawn(argv, { stdin: input, stdout: "pipe", stderr: "pipe" }));
  const ended = async () => {
    const [stdout, stderr, exit] = await Promise.all([child.stdout.bytes(), child.stderr.text(), exitOf(child)]);
    return { exit, stdout, stderr };
  };
  return { kill: () => child.kill("SIGKILL"), ended: ended() };
}
