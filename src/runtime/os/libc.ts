import { dlopen, ptr } from "#runtime/ffi.ts";

const closeOnExec = 0o2000000;
const noHang = 1;
const setTimerSlackOption = 29;

/** The few calls into the C library that the runtime has no function for. */
export interface Libc {
  /** A pipe whose two ends are closed in children. */
  pipe(): { readEnd: number; writeEnd: number };
  /** `flock(LOCK_EX | LOCK_NB)`; `false` when another process holds the lock. */
  tryLock(descriptor: number): boolean;
  /** `waitpid(WNOHANG)`: takes note of the end of a child, so that nothing of it is left. */
  reap(pid: number): void;
  /** `prctl(PR_SET_TIMERSLACK)`: how late the timers of this thread may come, nanoseconds. */
  setTimerSlack(nanoseconds: bigint): void;
}

/**
 * Opens the C library of glibc. `undefined` where the system has none or where the kernel forbids code that is made
 * at run time (systemd's MemoryDenyWriteExecute), which FFI needs.
 */
export function openLibc(): Libc | undefined {
  try {
    const { symbols } = dlopen("libc.so.6", {
      pipe2: { args: ["ptr", "i32"], returns: "i32" },
      flock: { args: ["i32", "i32"], returns: "i32" },
      waitpid: { args: ["i32", "ptr", "i32"], returns: "i32" },
      prctl: { args: ["i32", "u64", "u64", "u64", "u64"], returns: "i32" },
    });
    return {
      pipe() {
        const ends = new Int32Array(2);
        const [readEnd, writeEnd] = symbols.pipe2(ptr(ends), closeOnExec) === 0 ? ends : [];
        if (readEnd === undefined || writeEnd === undefined) throw new Error("pipe2 failed");
        return { readEnd, writeEnd };
      },
      reap: (pid) => void symbols.waitpid(pid, null, noHang),
      setTimerSlack: (nanoseconds) => void symbols.prctl(setTimerSlackOption, nanoseconds, 0n, 0n, 0n),
      tryLock: (descriptor) => symbols.flock(descriptor, 2 | 4) === 0,
    };
  } catch {
    return undefined;
  }
}
