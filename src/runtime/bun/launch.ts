import { closeSync } from "node:fs";

import type { Subprocess } from "bun";

import { errorCode } from "../error-code.ts";
import type { Libc } from "../os/libc.ts";
import { reportDescriptor, trampolineCommand } from "../os/trampoline-protocol.ts";
import type { CommandOptions, Exit, StartFailure } from "../ports.ts";

export interface LaunchOptions {
  libc: Libc | undefined;
  /** The command that starts this program again, without arguments. */
  self: readonly string[];
}

/** Where the child's standard output and standard error go. */
export type Output = number | "pipe";

export type Launched = StartFailure | { started: true; process: Subprocess; exited: Promise<Exit> };

type Stdio = [number | "ignore", Output, Output, ..."pipe"[]];

/**
 * Starts a command in a process group of its own. On Linux it goes through the trampoline, so that it dies with this
 * process; `started` means that the target itself is executing.
 */
export function launch(command: CommandOptions, output: Output, options: LaunchOptions): Promise<Launched> {
  if (process.platform === "linux") return launchTied(command, output, options);
  return Promise.resolve(spawn([command.executable, ...command.args], command, ["ignore", output, output]));
}

async function launchTied(command: CommandOptions, output: Output, { libc, self }: LaunchOptions): Promise<Launched> {
  const trampoline = [...self, trampolineCommand, String(process.pid), command.executable, ...command.args];
  const lease = libc?.pipe();
  const launched = spawn(trampoline, command, [lease?.readEnd ?? "ignore", output, output, "pipe"]);
  if (lease !== undefined) {
    closeSync(lease.readEnd);
    if (launched.started) void launched.exited.then(() => closeSync(lease.writeEnd));
    else closeSync(lease.writeEnd);
  }
  if (!launched.started) return launched;
  const code = await readReport(launched.process);
  if (code === "") return launched;
  await launched.exited;
  return { started: false, code };
}

function spawn(argv: string[], { env, directory }: CommandOptions, stdio: Stdio): Launched {
  try {
    const place = directory === undefined ? {} : { cwd: directory };
    const child = Bun.spawn(argv, { env: { ...env }, detached: true, ...place, stdio });
    return { started: true, process: child, exited: ended(child) };
  } catch (error) {
    return { started: false, code: errorCode(error) ?? "EUNKNOWN" };
  }
}

/** The errno name that the trampoline leaves; empty once the target executes, which closes the far end. */
async function readReport(child: Subprocess): Promise<string> {
  const report = child.stdio[reportDescriptor];
  if (typeof report !== "number") return "";
  try {
    return await Bun.file(report).text();
  } finally {
    closeSync(report);
  }
}

async function ended(child: Subprocess): Promise<Exit> {
  const status = await child.exited;
  if (child.signalCode !== null) return { kind: "signalled", signal: String(child.signalCode) };
  return { kind: "exited", code: child.exitCode ?? status };
}
