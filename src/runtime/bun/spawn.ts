import { closeSync, writeSync } from "node:fs";

import type { Subprocess } from "bun";

import { errorCode } from "../error-code.ts";
import { keepTimersInTime } from "../os/timer-slack.ts";
import type { StartFailure } from "../process-ports.ts";
import { awaited } from "../shared/own-children.ts";
import type { Channel, Spawned, Stdio } from "../shared/spawned.ts";
import { exitOf } from "./exit-of.ts";

/** Starts a child in a process group of its own; no error of the system is thrown. */
export function spawn(
  argv: string[],
  env: Readonly<Record<string, string | undefined>>,
  stdio: Stdio,
): StartFailure | Spawned {
  keepTimersInTime();
  try {
    const child = awaited(Bun.spawn(argv, { env: { ...env }, detached: true, stdio }));
    return {
      started: true,
      pid: child.pid,
      exited: exitOf(child),
      stdout: streamOf(child.stdout),
      stderr: streamOf(child.stderr),
      channel: channelTo(child.stdio[3]),
      kill: () => child.kill("SIGKILL"),
    };
  } catch (error) {
    return { started: false, code: errorCode(error) ?? "EUNKNOWN" };
  }
}

function streamOf(output: Subprocess["stdout"]): ReadableStream<Uint8Array> | undefined {
  return output instanceof ReadableStream ? output : undefined;
}

function channelTo(descriptor: unknown): Channel | undefined {
  if (typeof descriptor !== "number") return undefined;
  const file = Bun.file(descriptor);
  return {
    say: (words) => {
      try {
        writeSync(descriptor, words);
      } catch {
        // Nobody listens any more.
      }
    },
    send: async (text) => void (await file.write(text).catch(() => 0)),
    read: () => file.text(),
    close: () => closeSync(descriptor),
  };
}
