import type { Exit, Signal } from "../../process-ports.ts";
import { ctrlBreak } from "./console.ts";
import { createSuspendedProcess, type SuspendedOptions } from "./create-suspended.ts";
import { windowsErrorCode } from "./error-code.ts";
import type { Exits } from "./exits.ts";
import { createJob, type Job } from "./job.ts";
import type { Kernel } from "./kernel.ts";

/** What a process ends with that has no handler of its own for ctrl-break. */
const STATUS_CONTROL_C_EXIT = 0xc000_013a;
/** What those end with that are ended here; no program ends so by itself. */
const killedCode = 0xc000_013b;

/** A child with a process group and a job of its own. */
export interface WindowsGroup {
  pid: number;
  exited: Promise<Exit>;
  /** SIGTERM and SIGINT are a ctrl-break, SIGKILL the end of the job; others reach nobody. */
  signal(signal: Signal): boolean;
  /** Whether any process of the job is there. */
  alive(): boolean;
}

export interface WindowsCalls {
  kernel: Kernel;
  exits: Pick<Exits, "of">;
}

/**
 * Starts a child that runs only once it is in its job, so that nothing that it starts is outside of it; or the errno name. The handles of
 * `stdio` remain the caller's.
 */
export function startWindowsGroup(
  options: SuspendedOptions,
  { kernel, exits }: WindowsCalls,
): { started: true; group: WindowsGroup } | { started: false; code: string } {
  const job = createJob(kernel);
  if (job === undefined) return { started: false, code: windowsErrorCode(kernel.GetLastError()) };
  const created = createSuspendedProcess(options, kernel);
  if ("error" in created) {
    job.close();
    return { started: false, code: windowsErrorCode(created.error) };
  }
  const { pid, process, thread } = created;
  if (!job.add(process)) {
    const code = windowsErrorCode(kernel.GetLastError());
    kernel.TerminateProcess(process, killedCode);
    [thread, process].forEach((handle) => kernel.CloseHandle(handle));
    job.close();
    return { started: false, code };
  }
  kernel.ResumeThread(thread);
  kernel.CloseHandle(thread);
  return { started: true, group: groupOf({ pid, process, job }, { kernel, exits }) };
}

function groupOf(
  { pid, process, job }: { pid: number; process: bigint; job: Job },
  { kernel, exits }: WindowsCalls,
): WindowsGroup {
  let hasExited = false;
  let closed = false;
  const exited = exits.of(process).then(() => {
    const code = new Uint32Array(1);
    kernel.GetExitCodeProcess(process, code);
    kernel.CloseHandle(process);
    hasExited = true;
    return exitOf(code[0] ?? 0);
  });
  const alive = () => {
    if (closed) return false;
    if (job.active() > 0) return true;
    if (!hasExited) return true;
    job.close();
    closed = true;
    return false;
  };
  const signal = (wanted: Signal) => {
    if (closed || wanted === "SIGHUP") return false;
    return wanted === "SIGKILL" ? job.end(killedCode) : !hasExited && ctrlBreak(pid, kernel);
  };
  return { pid, exited, signal, alive };
}

/** In the words that other systems have for it. */
function exitOf(code: number): Exit {
  if (code === killedCode) return { kind: "signalled", signal: "SIGKILL" };
  if (code === STATUS_CONTROL_C_EXIT) return { kind: "signalled", signal: "SIGINT" };
  return { kind: "exited", code };
}
