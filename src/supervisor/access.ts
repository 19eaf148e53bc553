import { isAbsolute, relative } from "node:path";

import type { FileClaim } from "../compose/policy/check-policy.ts";
import type { Refusal } from "../compose/refusal.ts";
import type { Files } from "../runtime/ports.ts";

/**
 * The first file that remote content names outside of `agent.access_dirs`. Links on both sides are resolved now; one
 * that is changed later is not seen.
 */
export async function findForbiddenFile(
  claims: readonly FileClaim[],
  directories: readonly string[],
  files: Pick<Files, "realPath">,
): Promise<Refusal | undefined> {
  const allowed = await Promise.all(directories.map((directory) => files.realPath(directory)));
  for (const { file, refusal } of claims) {
    const where = await files.realPath(file).catch(() => undefined);
    if (where === undefined || !allowed.some((directory) => lies(where, directory))) return refusal;
  }
  return undefined;
}

/** Whether `path` is `directory` or below it. */
function lies(path: string, directory: string): boolean {
  const way = relative(directory, path);
  return way === "" || (!isAbsolute(way) && way.split(/[/\\]/)[0] !== "..");
}
