import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";

import { cacheDirectory } from "../support/cache-directory.ts";
import { capture } from "../support/capture.ts";
import { ensureGo } from "../support/go.ts";

/** The youngest one of which every module can be had from the module proxy. It asks for Go 1.25. */
const version = "v2.45.2";
const minor = 25;

export type NfpmOutcome = { found: true; path: string } | { found: false; reason: string };

/** nfpm, which writes packages without the tools of their systems: the one in the user's cache, compiled there first if it is missing. */
export async function ensureNfpm(say: (line: string) => void = () => {}): Promise<NfpmOutcome> {
  const home = join(cacheDirectory(), "nfpm");
  const path = join(home, version, "nfpm");
  if (existsSync(path)) return { found: true, path };
  const outcome = await ensureGo({ minor, say });
  if (!outcome.found) return outcome;
  say(`compiling nfpm ${version}`);
  await mkdir(home, { recursive: true });
  const scratch = await mkdtemp(join(home, ".install-"));
  try {
    const command = [outcome.go.path, "install", `github.com/goreleaser/nfpm/v2/cmd/nfpm@${version}`];
    const env = { ...outcome.go.env, GOBIN: scratch, CGO_ENABLED: "0" };
    const { code, output } = await capture(command, { directory: scratch, env });
    if (code !== 0) return { found: false, reason: `nfpm ${version} cannot be compiled: ${output}` };
    await mkdir(join(home, version), { recursive: true });
    await rename(join(scratch, "nfpm"), path);
    return { found: true, path };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
