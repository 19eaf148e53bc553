import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename } from "node:fs/promises";
import { join } from "node:path";

import { cacheDirectory } from "../support/cache-directory.ts";
import { capture } from "../support/capture.ts";

/** A directory tree that stands for another machine: programs are run in it, and it is never written to. */
export interface RootRecipe {
  /** What it is kept under. */
  name: string;
  /** Goes up with each change of what is built, so that nobody keeps an older one. */
  revision: number;
  /** Builds it in an empty directory. Throws with the tools' words. */
  build(directory: string, say: (line: string) => void): Promise<void>;
}

export interface EnsureRootOptions {
  say?: (line: string) => void;
  /** Where roots are kept. Default: the user's cache. */
  cache?: string;
}

/** Where programs find what a run brings along; empty in the root itself. */
export const workPlace = "/work";

/** Where something is mounted in every root. */
const mountPoints = ["dev", "proc", "tmp", "work"];

/** The path of a root: the one in the cache, or what is built now, which gets its name once it is whole. */
export async function ensureRoot(recipe: RootRecipe, options: EnsureRootOptions = {}): Promise<string> {
  const cache = options.cache ?? join(cacheDirectory(), "roots");
  const path = join(cache, `${recipe.name}-${recipe.revision}`);
  if (existsSync(path)) return path;
  await mkdir(cache, { recursive: true });
  const scratch = await mkdtemp(`${path}.`);
  try {
    options.say?.(`building the root ${recipe.name}`);
    await recipe.build(scratch, options.say ?? (() => {}));
    await makeMountPoints(scratch);
    await run(["chmod", "0755", scratch]);
    await rename(scratch, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  } finally {
    await run(["rm", "-rf", "--one-file-system", scratch]);
  }
  return path;
}

/** A root is whole only with them: a recipe that runs something in it makes them first. */
export async function makeMountPoints(directory: string): Promise<void> {
  for (const point of mountPoints) await mkdir(join(directory, point), { recursive: true });
}

/** @throws {Error} with the command's words where it does not end with 0 */
export async function run(command: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { code, stdout, output } = await capture(command, { env });
  if (code !== 0) throw new Error(`${command.join(" ")} failed:\n${output}`);
  return stdout;
}
