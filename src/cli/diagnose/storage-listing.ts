import { join } from "node:path";

import { errorCode } from "../../runtime/error-code.ts";
import type { Files } from "../../runtime/ports.ts";

/** Directories of the storage have one level, packages two. */
const mostLevels = 3;
const mostEntries = 2_000;

/** Mode, bytes, time of the last change and name of all that lies in a directory. Names alone, no content. */
export async function storageListing(files: Pick<Files, "list" | "stat">, directory: string): Promise<string> {
  const lines: string[] = [];
  const visit = async (path: string, name: string, level: number): Promise<void> => {
    if (lines.length >= mostEntries) return;
    try {
      const found = await files.stat(path);
      if (found === undefined) return;
      const mode = found.mode === undefined ? "    " : found.mode.toString(8).padStart(4, "0");
      const changed = new Date(found.modifiedAt).toISOString();
      const mark = found.kind === "directory" ? "/" : found.kind === "other" ? " (other)" : "";
      lines.push(`${mode} ${String(found.size).padStart(12)} ${changed} ${name}${mark}`);
      if (found.kind !== "directory" || level === mostLevels) return;
      for (const child of (await files.list(path)).toSorted())
        await visit(join(path, child), join(name, child), level + 1);
    } catch (error) {
      lines.push(`${name}: ${errorCode(error) ?? String(error)}`);
    }
  };
  await visit(directory, ".", 0);
  return `${lines.join("\n")}\n`;
}
