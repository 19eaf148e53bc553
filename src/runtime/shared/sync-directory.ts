import { open } from "node:fs/promises";

import { errorCode } from "../error-code.ts";

/** File systems that have no such call, and directories that may be written and not read. */
const refusals: ReadonlySet<string> = new Set(["EINVAL", "ENOTSUP", "EACCES", "EPERM"]);

/**
 * What was made, renamed or removed in a directory lasts through a power cut only once the directory itself is on disk. Windows has no such
 * call, and some network and user-space file systems refuse it: the file is there all the same.
 */
export async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === "win32") return;
  try {
    const handle = await open(directory, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!refusals.has(errorCode(error) ?? "")) throw error;
  }
}
