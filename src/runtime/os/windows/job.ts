import { killOnClose, killOnCloseInformation } from "../job-object.ts";
import type { Kernel } from "./kernel.ts";

/** `JOBOBJECT_BASIC_ACCOUNTING_INFORMATION`. */
const basicAccounting = 1;
const accountingBytes = 48;
const activeProcessesOffset = 40;

/** The processes that a child has started, and itself: what a process group is elsewhere, but that nobody can leave it. */
export interface Job {
  add(process: bigint): boolean;
  /** How many of its processes are there. */
  active(): number;
  /** Ends all of them. */
  end(exitCode: number): boolean;
  close(): void;
}

/** `undefined` where Windows grants none. A job that is closed, also by the end of this process, ends what is in it. */
export function createJob(kernel: Kernel): Job | undefined {
  const handle = kernel.CreateJobObjectW(null, null);
  if (handle === 0n) return undefined;
  const limits = killOnClose();
  kernel.SetInformationJobObject(handle, killOnCloseInformation, limits, limits.byteLength);
  return {
    add: (process) => kernel.AssignProcessToJobObject(handle, process) !== 0,
    active: () => {
      const bytes = new Uint8Array(accountingBytes);
      kernel.QueryInformationJobObject(handle, basicAccounting, bytes, bytes.byteLength, null);
      return new DataView(bytes.buffer).getUint32(activeProcessesOffset, true);
    },
    end: (exitCode) => kernel.TerminateJobObject(handle, exitCode) !== 0,
    close: () => void kernel.CloseHandle(handle),
  };
}
