import { spawn as start } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { Socket } from "node:net";
import { text } from "node:stream/consumers";

import { errorCode } from "../error-code.ts";
import { keepTimersInTime } from "../os/timer-slack.ts";
import type { StartFailure } from "../process-ports.ts";
import { awaited } from "../shared/own-children.ts";
import type { Channel, Spawned, Stdio } from "../shared/spawned.ts";
import { exitOf } from "./exit-of.ts";
import { webStream } from "./web-stream.ts";

/** Starts a child in a process group of its own; no error of the system is thrown. */
export function spawn(
  argv: string[],
  env: Readonly<Record<string, string | undefined>>,
  stdio: Stdio,
): StartFailure | Spawned {
  keepTimersInTime();
  const [program = "", ...args] = argv;
  try {
    const child = start(program, args, { env: { ...env }, detached: true, stdio: [...stdio] });
    const exited = exitOf(child);
    if (child.pid === undefined) return { started: false, code: whyNot(program) };
    awaited({ pid: child.pid, exited });
    return {
      started: true,
      pid: child.pid,
      exited,
      stdout: child.stdout ? webStream(child.stdout) : undefined,
      stderr: child.stderr ? webStream(child.stderr) : undefined,
      channel: channelTo(child.stdio[3]),
      kill: () => void child.kill("SIGKILL"),
    };
  } catch (error) {
    return { started: false, code: errorCode(error) ?? "EUNKNOWN" };
  }
}

/** The runtime tells it in the next turn of its loop alone; the system says it again. */
function whyNot(program: string): string {
  try {
    accessSync(program, constants.X_OK);
    return "EAGAIN";
  } catch (error) {
    return errorCode(error) ?? "EUNKNOWN";
  }
}

function channelTo(stream: unknown): Channel | undefined {
  if (!(stream instanceof Socket)) return undefined;
  // Nobody listens any more.
  stream.on("error", () => {});
  stream.unref();
  return {
    say: (words) => void stream.write(words),
    send: (words) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      stream.write(words, () => resolve());
      return promise;
    },
    read: () => text(stream),
    close: () => void stream.destroy(),
  };
}
