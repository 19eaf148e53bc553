import { join } from "node:path";

import { errorCode } from "../runtime/error-code.ts";
import type { Files } from "../runtime/ports.ts";

/**
 * Removes a file, or a directory with what is in it, `levels` of directories deep: what lies deeper is not ours, and refuses the
 * whole. A link is removed, and what it leads to stays.
 */
export async function removeTree(files: Pick<Files, "list" | "remove">, path: string, levels: number): Promise<void> {
  try {
    await files.remove(path);
  } catch (error) {
    const code = errorCode(error);
    if (levels === 0 || (code !== "ENOTEMPTY" && code !== "EEXIST")) throw error;
    for (const name of await files.list(path)) await removeTree(files, join(path, name), levels - 1);
    await files.remove(path);
  }
}
