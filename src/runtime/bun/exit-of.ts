import type { Subprocess } from "bun";

import type { Exit } from "../process-ports.ts";

/** How a child ends. */
export async function exitOf(child: Subprocess): Promise<Exit> {
  const status = await child.exited;
  if (child.signalCode !== null) return { kind: "signalled", signal: String(child.signalCode) };
  return { kind: "exited", code: child.exitCode ?? status };
}
