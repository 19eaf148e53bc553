import type { Child, StartFailure, StartOptions } from "../../process-ports.ts";
import { ensureConsole } from "./console.ts";
import { Exits } from "./exits.ts";
import { openInheritable } from "./inherited-file.ts";
import { openKernel } from "./kernel.ts";
import { startWindowsGroup, type WindowsCalls, type WindowsGroup } from "./windows-group.ts";
import { openChildPipe, openChildPipes } from "./windows-output.ts";

type Started = StartFailure | { started: true; child: Child };

/** See `Processes.start`. Here a child is asked to end by ctrl-break, and ended with all that it has started. */
export type StartOnWindows = (command: StartOptions) => Promise<Started>;

/** `undefined` where there is no Windows below or FFI is forbidden. */
export function openWindowsStart(): StartOnWindows | undefined {
  try {
    const kernel = openKernel();
    const calls = { kernel, exits: new Exits(kernel) };
    return (command) => start(command, calls);
  } catch {
    return undefined;
  }
}

async function start(command: StartOptions, calls: WindowsCalls): Promise<Started> {
  if (command.account !== undefined) return { started: false, code: "ENOTSUP" };
  const { kernel } = calls;
  // Here and not before: commands that start nothing keep away from it.
  ensureConsole(kernel);
  const stdin = openInheritable("NUL", "read", kernel);
  try {
    if ("output" in command) return await startWithPipes(command, stdin, calls);
    const file = openInheritable(command.outputFile, "append", kernel);
    const started = startWindowsGroup({ ...command, stdio: { stdin, stdout: file, stderr: file } }, calls);
    kernel.CloseHandle(file);
    return asStarted(started);
  } finally {
    kernel.CloseHandle(stdin);
  }
}

async function startWithPipes(
  command: Extract<StartOptions, { output: unknown }>,
  stdin: bigint,
  calls: WindowsCalls,
): Promise<Started> {
  const { kernel } = calls;
  const open = () => openChildPipe((path) => openInheritable(path, "write", kernel));
  const { stdout, stderr } = await openChildPipes(open, (handle) => kernel.CloseHandle(handle));
  const stdio = { stdin, stdout: stdout.writeEnd, stderr: stderr.writeEnd };
  const started = startWindowsGroup({ ...command, stdio }, calls);
  for (const [name, pipe] of [
    ["stdout", stdout],
    ["stderr", stderr],
  ] as const) {
    kernel.CloseHandle(pipe.writeEnd);
    if (started.started) pipe.pass(name, command.output);
    else pipe.discard();
  }
  return asStarted(started);
}

function asStarted(started: ReturnType<typeof startWindowsGroup>): Started {
  return started.started ? { started: true, child: asChild(started.group) } : started;
}

function asChild({ pid, exited, signal, alive }: WindowsGroup): Child {
  return {
    pid,
    exited,
    signalGroup: signal,
    groupAlive: alive,
    errorPosition: () => undefined,
    handlesHangup: () => undefined,
    holdStill: () => false,
    letGo: () => {},
  };
}
