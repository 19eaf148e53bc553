import { dlopen, ptr } from "#runtime/ffi.ts";

/** Handles of Windows, which may be pseudo handles such as -1, as whole numbers of 64 bits. */
export interface JobCalls {
  /** 0: refused. */
  create(): bigint;
  /** False: refused. */
  limit(job: bigint, information: Uint8Array): boolean;
  assignSelf(job: bigint): boolean;
}

/** `JOBOBJECT_EXTENDED_LIMIT_INFORMATION` on 64-bit systems. */
const informationBytes = 144;
const limitFlagsOffset = 16;
const JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE = 0x2000;
/** `JobObjectExtendedLimitInformation`. */
export const killOnCloseInformation = 9;

/**
 * Puts this process, and with it every one that it will start, into a job that ends when its last handle is closed. The only
 * handle is this process's own and is never closed but by its end, whatever ends it. Returns whether that holds; a job
 * around it (a container, a service) is no obstacle since Windows 8.
 */
export function enterJob(calls: JobCalls | undefined): boolean {
  const job = calls?.create() ?? 0n;
  if (calls === undefined || job === 0n) return false;
  return calls.limit(job, killOnClose()) && calls.assignSelf(job);
}

/** The limits of a job that ends when its last handle is closed. */
export function killOnClose(): Uint8Array {
  const information = new Uint8Array(informationBytes);
  new DataView(information.buffer).setUint32(limitFlagsOffset, JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE, true);
  return information;
}

/** The calls of this system; `undefined` where it is not Windows or forbids FFI. */
export function openJobCalls(): JobCalls | undefined {
  if (process.platform !== "win32") return undefined;
  try {
    const { symbols } = dlopen("kernel32.dll", {
      CreateJobObjectW: { args: ["ptr", "ptr"], returns: "u64" },
      SetInformationJobObject: { args: ["u64", "i32", "ptr", "u32"], returns: "i32" },
      AssignProcessToJobObject: { args: ["u64", "u64"], returns: "i32" },
      GetCurrentProcess: { args: [], returns: "u64" },
    });
    return {
      create: () => symbols.CreateJobObjectW(null, null),
      limit: (job, information) =>
        symbols.SetInformationJobObject(job, killOnCloseInformation, ptr(information), information.byteLength) !== 0,
      assignSelf: (job) => symbols.AssignProcessToJobObject(job, symbols.GetCurrentProcess()) !== 0,
    };
  } catch {
    return undefined;
  }
}
