import type { Subprocess } from "bun";

import { errorCode } from "../error-code.ts";
import { keepTimersInTime } from "../os/timer-slack.ts";
import type { Exit, StartFailure } from "../process-ports.ts";
import { awaited } from "./own-children.ts";

/** A child of this process. */
export interface Spawned {
  started: true;
  process: Subprocess;
  exited: Promise<Exit>;
}

type Stdio = [number | "ignore", number | "ignore" | "pipe", number | "ignore" | "pipe", ..."pipe"[]];

/** Starts a child in a process group of its own; no error of the system is thrown. */
export function spawn(
  argv: string[],
  env: Readonly<Record<string, string | undefined>>,
  stdio: Stdio,
): StartFailure | Spawned {
  keepTimersInTime();
  try {
    const child = awaited(Bun.spawn(argv, { env: { ...env }, detached: true, stdio }));
    return { started: true, process: child, exited: ended(child) };
  } catch (error) {
    return { started: false, code: errorCode(error) ?? "EUNKNOWN" };
  }
}

async function ended(child: Subprocess): Promise<Exit> {
  const status = await child.exited;
  if (child.signalCode !== null) return { kind: "signalled", signal: String(child.signalCode) };
  return { kind: "exited", code: child.exitCode ?? status };
}
