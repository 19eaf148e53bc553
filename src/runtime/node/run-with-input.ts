import { spawn } from "node:child_process";
import { buffer, text } from "node:stream/consumers";

import { awaited } from "../shared/own-children.ts";
import type { WorkWithInput } from "../shared/work-with-input.ts";
import { exitOf } from "./exit-of.ts";

/** Starts a child of this process's own group and gives it `input`. Throws what the system says. */
export function runWithInput([program = "", ...args]: string[], input: Uint8Array): WorkWithInput {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
  const exited = exitOf(child);
  if (child.pid === undefined) throw Object.assign(new Error("no process can be had"), { code: "EAGAIN" });
  awaited({ pid: child.pid, exited });
  // One that ends before it has read it all says why by its exit.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const ended = async () => {
    const [stdout, stderr, exit] = await Promise.all([buffer(child.stdout), text(child.stderr), exited]);
    return { exit, stdout, stderr };
  };
  return { kill: () => void child.kill("SIGKILL"), ended: ended() };
}
