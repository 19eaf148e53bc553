import { isAbsolute, join, relative } from "node:path";

import type { FileClaim } from "../../compose/policy/check-policy.ts";
import { fileReadings } from "../../compose/policy/file-readings.ts";
import type { Refusal } from "../../compose/refusal.ts";
import { errorCode } from "../../runtime/error-code.ts";
import type { Files, Host } from "../../runtime/ports.ts";
import { stepMatcher } from "../mind/step-matcher.ts";

/** Most names that are looked at for all patterns of one configuration; what matches more cannot be decided. */
const mostNames = 20_000;

type Tree = Pick<Files, "realPath" | "list">;

export interface AccessOptions {
  /** What remote content names. */
  claims: readonly FileClaim[];
  /** `agent.access_dirs`. */
  directories: readonly string[];
  files: Tree;
  host: Pick<Host, "os">;
}

/**
 * The first file that remote content names outside of `agent.access_dirs`, or where this cannot be told. Links on both
 * sides are resolved now, those that a pattern matches too; one that is made or changed later is not seen.
 */
export async function findForbiddenFile({
  claims,
  directories,
  files,
  host,
}: AccessOptions): Promise<Refusal | undefined> {
  if (claims.length === 0) return undefined;
  const allowed = await Promise.all(directories.map((directory) => files.realPath(directory).catch(() => undefined)));
  const isAllowed = (where: string) => allowed.some((directory) => directory !== undefined && lies(where, directory));
  const matches = new Matches(files, isAllowed);
  for (const { file, refusal } of claims) {
    const readings = fileReadings(file, { isWindows: host.os === "windows" });
    if (readings === undefined) return refusal;
    for (const { fixed, wild } of readings) {
      const where = await files.realPath(fixed).catch(() => undefined);
      if (where === undefined || !isAllowed(where) || (await matches.leadOut(where, wild))) return refusal;
    }
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

  /**
   * Whether something that the steps of a pattern match below a directory lies outside, or this cannot be told: too much is
   * matched, or may not be looked at by the supervisor, whose rights the Collector need not share.
   */
  async leadOut(directory: string, steps: readonly string[]): Promise<boolean> {
    const [step, ...rest] = steps;
    if (step === undefined || this.#isKnown(directory, steps)) return false;
    if (step === "**" && (await this.leadOut(directory, rest))) return true;
    const names = await this.#namesIn(directory);
    if (names === undefined) return true;
    const isMatch = stepMatcher(step);
    for (const name of names) {
      if (!isMatch(name)) continue;
      this.#names += 1;
      if (this.#names > mostNames || isGarbled(name)) return true;
      if (await this.#liesOutside(join(directory, name), step === "**" ? steps : rest)) return true;
    }
    return false;
  }

  async #namesIn(directory: string): Promise<string[] | undefined> {
    try {
      return await this.#files.list(directory);
    } catch (error) {
      return ["ENOENT", "ENOTDIR"].includes(errorCode(error) ?? "") ? [] : undefined;
    }
  }

  /** A circle of links is one for the Collector too. */
  async #liesOutside(path: string, steps: readonly string[]): Promise<boolean> {
    try {
      const where = await this.#files.realPath(path);
      return !this.#isAllowed(where) || (await this.leadOut(where, steps));
    } catch (error) {
      return errorCode(error) !== "ELOOP";
    }
  }

  #isKnown(directory: string, steps: readonly string[]): boolean {
    const key = [directory, ...steps].join("\0");
    if (this.#seen.has(key)) return true;
    this.#seen.add(key);
    return false;
  }
}

/** Whether a name is no Unicode: it cannot be looked for under what stands for it here. */
function isGarbled(name: string): boolean {
  return name.includes("\ufffd");
}

/** Whether `path` is `directory` or below it. */
function lies(path: string, directory: string): boolean {
  const way = relative(directory, path);
  return way === "" || (!isAbsolute(way) && way.split(/[/\\]/)[0] !== "..");
}
