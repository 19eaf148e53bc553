import { join } from "node:path";

import { errorCode } from "../runtime/error-code.ts";
import type { Files } from "../runtime/ports.ts";

/** Removes a file, or a directory with all that is in it. A link is removed, and what it leads to stays. */
export async function removeTree(files: Pick<Files, "list" | "remove">, path: string): Promise<void> {
  try {
    await files.remove(path);
  } catch (error) {
    const code = errorCode(error);
    if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
    for (const name of await files.list(path)) await removeTree(files, join(path, name));
    await files.remove(path);
  }
}
