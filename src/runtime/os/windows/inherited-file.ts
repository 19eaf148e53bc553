import { windowsErrorCode } from "./error-code.ts";
import type { Kernel } from "./kernel.ts";
import { wide } from "./wide.ts";

const fileAppendData = 0x4;
const synchronize = 0x10_0000;
const genericRead = 0x8000_0000;
const genericWrite = 0x4000_0000;
/** Read, write and delete: a log is read, and renamed, while it is written. */
const shared = 0x7;
const openExisting = 3;
const openAlways = 4;
const normalFile = 0x80;
const invalidHandle = 0xffff_ffff_ffff_ffffn;

/** How a file is opened for a child. `write` is for pipes. */
export type Opening = "read" | "write" | "append";

/** `SECURITY_ATTRIBUTES` that let a child inherit the handle: 24 bytes. */
function inheritable(): BigUint64Array {
  return new BigUint64Array([24n, 0n, 1n]);
}

/**
 * A handle that a child may inherit. A file that is appended to is made where it is not there. Throws an `Error` with the errno name in
 * `code`.
 */
export function openInheritable(path: string, opening: Opening, kernel: Kernel): bigint {
  const access = { read: genericRead, write: genericWrite, append: fileAppendData + synchronize }[opening];
  const disposition = opening === "append" ? openAlways : openExisting;
  const handle = kernel.CreateFileW(wide(path), access, shared, inheritable(), disposition, normalFile, 0n);
  if (BigInt.asUintN(64, handle) !== invalidHandle) return handle;
  const code = windowsErrorCode(kernel.GetLastError());
  throw Object.assign(new Error(`${code}: ${path} cannot be opened`), { code });
}
