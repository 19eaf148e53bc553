import { errorCode } from "../runtime/error-code.ts";

export interface StorageErrorOptions {
  /** What was tried, as it follows "cannot": `write`, `remove`, `rename`. */
  action: string;
  path: string;
  cause?: unknown;
  /** Default: the errno name of `cause`, or `EUNKNOWN` where it has none. */
  code?: string;
}

/** A change of the storage directory that failed; what was there before is still there, whole. */
export class StorageError extends Error {
  override readonly name = "StorageError";
  /** errno name (`ENOSPC`, `EACCES`, `EROFS`, …) `ECLOSED` after the storage was closed, `ETAKEN` where another supervisor has the directory. */
  readonly code: string;
  readonly path: string;

  constructor(options: StorageErrorOptions) {
    const code = options.code ?? errnoName(options.cause);
    super(`cannot ${options.action} ${options.path}: ${code}`, { cause: options.cause });
    this.code = code;
    this.path = options.path;
  }
}

/** The `code` of an error of the system; `EUNKNOWN` where there is none. */
export function errnoName(error: unknown): string {
  return errorCode(error) ?? "EUNKNOWN";
}

const advice: Readonly<Record<string, string>> = {
  EACCES: "give the user that runs the supervisor the right to read and write there",
  EPERM: "give the user that runs the supervisor the right to read and write there",
  EROFS: "the file system is read-only; set storage.directory to a place that can be written",
  ENOSPC: "the disk is full; free some space",
  EDQUOT: "the disk quota is used up; free some space",
  ENOTDIR: "a part of this path is not a directory; set storage.directory to another place",
  EEXIST: "a part of this path is not a directory; set storage.directory to another place",
  EMFILE: "this process has too many open files; raise its limit",
  ENFILE: "the system has too many open files",
};

/** What an operator can do about an errno in the storage directory. */
export function storageAdvice(code: string): string {
  return advice[code] ?? "check this path, or set storage.directory to another place";
}
