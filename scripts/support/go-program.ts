import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";

import { cacheDirectory } from "./cache-directory.ts";
import { capture } from "./capture.ts";
import { ensureGo } from "./go.ts";

/** A program that comes as a Go module, at a version that does not change by itself. */
export interface GoProgram {
  /** Path of its package. */
  package: string;
  version: string;
  /** Oldest minor version of Go 1 that compiles it. */
  minor: number;
}

export type GoProgramOutcome = { found: true; path: string } | { found: false; reason: string };

/** The program in the user's cache; compiled there first where it is missing, which takes a minute or two. */
export async function ensureGoProgram(
  { package: path, version, minor }: GoProgram,
  say: (line: string) => void = () => {},
): Promise<GoProgramOutcome> {
  const name = basename(path);
  const home = join(cacheDirectory(), name);
  const kept = join(home, version, name);
  if (existsSync(kept)) return { found: true, path: kept };
  const outcome = await ensureGo({ minor, say });
  if (!outcome.found) return outcome;
  say(`compiling ${name} ${version}`);
  await mkdir(home, { recursive: true });
  const scratch = await mkdtemp(join(home, ".install-"));
  try {
    const command = [outcome.go.path, "install", `${path}@${version}`];
    const env = { ...outcome.go.env, GOBIN: scratch, CGO_ENABLED: "0" };
    const { code, output } = await capture(command, { directory: scratch, env });
    if (code !== 0) return { found: false, reason: `${name} ${version} cannot be compiled: ${output}` };
    await mkdir(join(home, version), { recursive: true });
    await rename(join(scratch, name), kept);
    return { found: true, path: kept };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
