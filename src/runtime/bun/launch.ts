import { closeSync } from "node:fs";

import type { Subprocess } from "bun";

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

/**
 * Starts a command in a process group of its own. On Linux it goes through the trampoline, so that it dies with this
 * process; `started` means that the target itself is executing.
 */
export function launch(command: CommandOptions, output: Output, options: LaunchOptions): Promise<Launched> {
  return process.platform === "linux" ? launchTied(command, output, options) : launchPlain(command, output);
}

async function launchTied(command: CommandOptions, output: Output, { libc, self }: LaunchOptions): Promise<Launched> {
  const lease = libc?.pipe();
  const trampoline = [...self, trampolineCommand, String(process.pid), command.executable, ...command.args];
  try {
    const child = Bun.spawn(trampoline, {
      ...place(command),
      stdio: [lease?.readEnd ?? "ignore", output, output, "pipe"],
    });
    const report = child.stdio[reportDescriptor];
    const code = typeof report === "number" ? await Bun.file(report).text() : "";
    const exited = ended(child);
    if (lease !== undefined) void exited.then(() => closeSync(lease.writeEnd));
    if (code === "") return { started: true, process: child, exited };
    await exited;
    return { started: false, code };
  } finally {
    if (lease !== undefined) closeSync(lease.readEnd);
  }
}

async function launchPlain(command: CommandOptions, output: Output): Promise<Launched> {
  try {
    const child = Bun.spawn([command.executable, ...command.args], {
      ...place(command),
      stdio: ["ignore", output, output],
    });
    return { started: true, process: child, exited: ended(child) };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "EUNKNOWN";
    return { started: false, code };
  }
}

function place(command: CommandOptions) {
  const directory = command.directory === undefined ? {} : { cwd: command.directory };
  return { env: { ...command.env }, detached: true, ...directory };
}

async function ended(child: Subprocess): Promise<Exit> {
  const status = await child.exited;
  if (child.signalCode !== null) return { kind: "signalled", signal: String(child.signalCode) };
  return { kind: "exited", code: child.exitCode ?? status };
}
