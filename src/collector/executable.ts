import { isAbsolute } from "node:path";

import { errorCode } from "../runtime/error-code.ts";
import type { Files, FileStat, Host } from "../runtime/ports.ts";

/** Why a file cannot be the Collector's executable. */
export type ExecutableCode = "CANNOT_LOOK" | "NO_SUCH_FILE" | "NOT_A_FILE" | "NOT_EXECUTABLE";

export type ExecutableCheck =
  { usable: true; stat: FileStat } | { usable: false; code: ExecutableCode; message: string };

export interface ExecutableOptions {
  executable: string;
  files: Pick<Files, "stat">;
  host: Pick<Host, "directory">;
}

/**
 * Says what is wrong with the Collector's executable before it is started. Whether the machine can run it is asked of
 * the machine itself, since emulation makes foreign programs run: see `explainExecutionFailure`.
 */
export async function checkExecutable({ executable, files, host }: ExecutableOptions): Promise<ExecutableCheck> {
  let stat: FileStat | undefined;
  try {
    stat = await files.stat(executable);
  } catch (error) {
    const code = errorCode(error) ?? String(error);
    if (code !== "ENOTDIR") return refuse("CANNOT_LOOK", `cannot look at ${executable}: ${code}`);
  }
  if (stat === undefined) {
    const where = isAbsolute(executable) ? "" : ` (looked for in ${host.directory}, not in PATH)`;
    return refuse("NO_SUCH_FILE", `no such file: ${executable}${where}`);
  }
  if (stat.kind !== "file") return refuse("NOT_A_FILE", `not a file: ${executable} (it is a ${kindName(stat)})`);
  if (!stat.executable) {
    return refuse("NOT_EXECUTABLE", `not executable: ${executable} (chmod +x would make it so)`);
  }
  return { usable: true, stat };
}

/** What the operating system's refusal to execute a file means, from the errno name alone. */
export function executionFailure(executable: string, code: string): string {
  const meaning = meanings[code];
  return `${executable} cannot be started: ${meaning === undefined ? code : `${meaning} (${code})`}`;
}

const meanings: Readonly<Record<string, string>> = {
  ENOENT: "the interpreter or dynamic loader that it names is not on this machine",
  EACCES: "permission denied: file mode, mount option noexec or a security module",
  EPERM: "a security module or a mount option forbids it",
  ENOEXEC: "not a program for this machine, nor a script with an interpreter in its first line",
  ETXTBSY: "the file is being written",
  ENOMEM: "not enough memory",
  EAGAIN: "too many processes",
  EMFILE: "too many open files",
  ETIMEDOUT: "the system has not begun to execute it in 30 s",
  E2BIG: "its arguments and environment are too long",
};

function kindName({ kind }: FileStat): string {
  return kind === "directory" ? kind : "special file";
}

function refuse(code: ExecutableCode, message: string): ExecutableCheck {
  return { usable: false, code, message };
}
