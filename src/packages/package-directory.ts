import { basename, join } from "node:path";

import { errorCode } from "../runtime/error-code.ts";
import type { Files } from "../runtime/ports.ts";
import { removeTree } from "../storage/remove-tree.ts";

/** Digits of a content hash that name its directory. */
const digits = 32;

/** The program of a content, from `packages/`: content that is equal lies there once, under whatever name it is offered. */
export function programPath(contentHash: string, agentBinary: string): string {
  return join(contentHash.slice(0, digits), basename(agentBinary));
}

/** Removes all packages but those of these programs (paths from `directory`). Returns how many. */
export async function keepPackages(
  directory: string,
  programs: readonly string[],
  files: Pick<Files, "list" | "remove">,
): Promise<number> {
  const kept = new Set(programs.map((program) => program.split(/[\\/]/, 1)[0]));
  const names = await files.list(directory).catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  });
  const unused = names.filter((name) => !kept.has(name));
  for (const name of unused) await removeTree(files, join(directory, name), 1);
  return unused.length;
}
