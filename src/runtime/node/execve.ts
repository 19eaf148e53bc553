import { constants } from "node:os";

import { nativeCalls } from "./native-calls.ts";

/** Of the kernel's calls, the same on each architecture that we build for. */
const SYS_close_range = 436;
const CLOSE_RANGE_CLOEXEC = 4;
const SIG_SETMASK = 2;
const F_SETFD = 2;
const FD_CLOEXEC = 1;
/** How far descriptors are marked one by one where the kernel (before Linux 5.11) does not mark them all. */
const highestDescriptor = 4096;

/**
 * This process becomes another program, as Bun's `process.execve` has it: with nothing that is open but its standard streams. Throws an
 * `Error` with `code` where the system refuses.
 */
export function execve(file: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = process.env): never {
  const native = nativeCalls();
  const path = textOf(file);
  const argv = vectorOf(args);
  const assignments = Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  const envp = vectorOf(assignments);
  closeWithExec();
  // What runs next has no use for the signals that this runtime keeps off its threads.
  native.call("sigprocmask", SIG_SETMASK, new Uint8Array(128), null);
  native.call("execve", path, argv.pointers, envp.pointers);
  const code = codeOf(native.error());
  throw Object.assign(new Error(`${code}: ${file} cannot be executed`), { code });
}

/** This runtime has marked its standard streams too. */
function closeWithExec(): void {
  const native = nativeCalls();
  for (const standard of [0, 1, 2]) native.call("fcntl", standard, F_SETFD, 0);
  if (native.call("syscall", SYS_close_range, 3, 0xffffffff, CLOSE_RANGE_CLOEXEC) === 0n) return;
  for (let descriptor = 3; descriptor < highestDescriptor; descriptor++) {
    native.call("fcntl", descriptor, F_SETFD, FD_CLOEXEC);
  }
}

/** The runtime's own names lack those of files that cannot be executed. */
function codeOf(number: number): string {
  return Object.entries(constants.errno).find(([, value]) => value === number)?.[0] ?? "EUNKNOWN";
}

function textOf(text: string): Uint8Array {
  return Buffer.from(`${text}\0`);
}

/** Texts as C has them. They stay in memory as long as the result does. */
function vectorOf(texts: readonly string[]): { pointers: BigUint64Array; texts: Uint8Array[] } {
  const kept = texts.map(textOf);
  const addresses = kept.map((text) => BigInt(nativeCalls().address(text)));
  return { pointers: BigUint64Array.from([...addresses, 0n]), texts: kept };
}
