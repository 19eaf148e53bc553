import { open } from "node:fs/promises";

import { errorCode } from "../error-code.ts";

const refusals: ReadonlySet<string> = new Set(["EINVAL", "ENOTSUP"]);

/**
 * What was made, renamed or removed in a directory lasts through a power cut only once the directory itself is on disk. Windows has no such
 * call, and some network and user-space file systems refuse it: the file is there all the same.
 */
export async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } catch (error) {
    if (!refusals.has(errorCode(error) ?? "")) throw error;
  } finally {
    await handle.close();
  }
}
