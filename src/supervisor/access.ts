import { isAbsolute, join, relative } from "node:path";

import type { FileClaim } from "../compose/policy/check-policy.ts";
import type { Refusal } from "../compose/refusal.ts";
import type { Files } from "../runtime/ports.ts";

/** Most names that are looked at for all patterns of one configuration; what matches more cannot be decided. */
const mostNames = 20_000;

type Tree = Pick<Files, "realPath" | "list">;

/**
 * The first file that remote content names outside of `agent.access_dirs`. Links on both sides are resolved now, those
 * that a pattern matches too; one that is made or changed later is not seen.
 */
export async function findForbiddenFile(
  claims: readonly FileClaim[],
  directories: readonly string[],
  files: Tree,
): Promise<Refusal | undefined> {
  const allowed = await Promise.all(directories.map((directory) => files.realPath(directory)));
  const isAllowed = (where: string) => allowed.some((directory) => lies(where, directory));
  const matches = new Matches(files, isAllowed);
  for (const { file, wild, refusal } of claims) {
    const where = await files.realPath(file).catch(() => undefined);
    if (where === undefined || !isAllowed(where) || (await matches.leadOut(where, wild))) return refusal;
  }
  return undefined;
}

/** Looks where that leads which patterns match. */
class Matches {
  readonly #files: Tree;
  readonly #isAllowed: (where: string) => boolean;
  #names = 0;
  /** What was looked at below which directory: links may lead in circles. */
  readonly #seen = new Set<string>();

  constructor(files: Tree, isAllowed: (where: string) => boolean) {
    this.#files = files;
    this.#isAllowed = isAllowed;
  }

  /** Whether something that the steps of a pattern match below a directory lies outside, or too much is matched to say. */
  async leadOut(directory: string, steps: readonly string[]): Promise<boolean> {
    const [step, ...rest] = steps;
    if (step === undefined || this.#isKnown(directory, steps)) return false;
    if (step === "**" && (await this.leadOut(directory, rest))) return true;
    const names = await this.#files.list(directory).catch(() => []);
    const pattern = patternOf(step);
    for (const name of names) {
      if (!pattern.test(name)) continue;
      this.#names += 1;
      if (this.#names > mostNames) return true;
      const where = await this.#files.realPath(join(directory, name)).catch(() => undefined);
      if (where === undefined) continue;
      if (!this.#isAllowed(where) || (await this.leadOut(where, step === "**" ? steps : rest))) return true;
    }
    return false;
  }

  #isKnown(directory: string, steps: readonly string[]): boolean {
    const key = [directory, ...steps].join("\0");
    if (this.#seen.has(key)) return true;
    this.#seen.add(key);
    return false;
  }
}

/** What a step of a pattern can match, or more: classes and alternatives count as anything. */
function patternOf(step: string): RegExp {
  const [fixed = "", ...alternatives] = step.split("{");
  const text = fixed
    .replace(/\[[^\]]*\]?/g, "?")
    .replace(/[.+^$()|\\\]}]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${text}${alternatives.length > 0 ? ".*" : ""}$`, "is");
}

/** Whether `path` is `directory` or below it. */
function lies(path: string, directory: string): boolean {
  const way = relative(directory, path);
  return way === "" || (!isAbsolute(way) && way.split(/[/\\]/)[0] !== "..");
}
