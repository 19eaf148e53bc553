import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";

import { cacheDirectory } from "./cache-directory.ts";
import { capture } from "./capture.ts";

export interface DebianRootOptions {
  /** Debian's name of the release, such as `bookworm`. */
  release: string;
  /** What it holds beside the essential packages. */
  packages: readonly string[];
  say?: (line: string) => void;
}

export type DebianRootOutcome = { found: true; path: string } | { found: false; reason: string };

/**
 * A directory with an installed Debian, in the user's cache: the one that is there, or one that is made by debootstrap, as
 * root. It is nobody's to change; who boots it lays something over it.
 */
export async function ensureDebianRoot({ release, packages, say }: DebianRootOptions): Promise<DebianRootOutcome> {
  const home = join(cacheDirectory(), "roots");
  const path = join(home, `${release}-${Bun.hash([...packages].toSorted().join(",")).toString(16)}`);
  if (existsSync(path)) return { found: true, path };
  say?.(`installing Debian ${release} into ${path}`);
  await mkdir(home, { recursive: true });
  const scratch = await mkdtemp(join(home, ".debootstrap-"));
  const target = join(scratch, "root");
  try {
    const include = `--include=${packages.join(",")}`;
    const { code, output } = await capture(["debootstrap", "--variant=minbase", include, release, target]);
    if (code !== 0) return { found: false, reason: `debootstrap of ${release} failed: ${output.slice(-500)}` };
    await rm(join(target, "var/cache/apt"), { recursive: true, force: true });
    await rename(target, path);
    return { found: true, path };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
