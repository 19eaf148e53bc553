import { join } from "node:path";

import { errorCode } from "../runtime/error-code.ts";
import type { Files } from "../runtime/ports.ts";
import { removeTree } from "../storage/remove-tree.ts";
import { addonLevels } from "./unpack-addon.ts";

/** Removes all add-ons but those in these directories below `directory`. Returns how many. */
export async function keepAddons(
  directory: string,
  kept: ReadonlySet<string>,
  files: Pick<Files, "list" | "remove">,
): Promise<number> {
  const names = await files.list(directory).catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  });
  const unused = names.filter((name) => !kept.has(name));
  for (const name of unused) await removeTree(files, join(directory, name), addonLevels + 2);
  return unused.length;
}
