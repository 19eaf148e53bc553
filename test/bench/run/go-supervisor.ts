import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { z } from "zod";

import { cacheDirectory } from "../../../scripts/support/cache-directory.ts";
import { capture } from "../../../scripts/support/capture.ts";
import { ensureGo } from "../../../scripts/support/go.ts";
import type { Contestant } from "./contestant.ts";

const module = "github.com/open-telemetry/opentelemetry-collector-contrib/cmd/opampsupervisor";
const version = "v0.149.0";
const downloaded = z.object({ Dir: z.string() });

/** The Go supervisor, or why there is none. */
export type GoSupervisor = { found: true; contestant: Contestant } | { found: false; reason: string };

/** Builds the Go supervisor from its module into the user's cache: a minute, the first time. */
export async function goSupervisor(say: (line: string) => void): Promise<GoSupervisor> {
  const executable = join(cacheDirectory(), "go-supervisor", version, "opampsupervisor");
  if (!existsSync(executable)) {
    const built = await build(executable, say);
    if (!built.found) return built;
  }
  const contestant: Contestant = {
    name: "go",
    title: `Go supervisor ${version}`,
    executable,
    // On SIGTERM this version ends at once and leaves its Collector behind.
    stopSignal: "SIGINT",
    // Without it this version reports no status of a remote configuration.
    capabilities: { reports_remote_config: true },
  };
  return { found: true, contestant };
}

/**
 * The module has `replace` directives to folders that it does not hold, so that it cannot be installed by its name: it
 * is built as the main module, from a copy that may be written to.
 */
async function build(
  executable: string,
  say: (line: string) => void,
): Promise<{ found: true } | { found: false; reason: string }> {
  const outcome = await ensureGo({ minor: 25, say });
  if (!outcome.found) return outcome;
  const { path: go, env } = outcome.go;
  await mkdir(dirname(executable), { recursive: true });
  const scratch = await mkdtemp(join(dirname(executable), ".build-"));
  try {
    say(`building the Go supervisor ${version} (a minute, the first time)`);
    const fetched = await capture([go, "mod", "download", "-json", `${module}@${version}`], {
      directory: scratch,
      env,
    });
    if (fetched.code !== 0) return { found: false, reason: `the module cannot be fetched: ${fetched.output}` };
    const sources = join(scratch, "sources");
    await copySources(downloaded.parse(JSON.parse(fetched.stdout)).Dir, sources);
    const made = join(scratch, "opampsupervisor");
    const flags = ["-mod=mod", "-trimpath", "-ldflags=-s -w"];
    const compiled = await capture([go, "build", ...flags, "-o", made, "."], {
      directory: sources,
      env: { ...env, CGO_ENABLED: "0" },
    });
    if (compiled.code !== 0) return { found: false, reason: `go build failed: ${compiled.output}` };
    await chmod(made, 0o755);
    await rename(made, executable);
    return { found: true };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** File by file, since the module cache is read-only and a copy of it would be so too. */
async function copySources(from: string, to: string): Promise<void> {
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((each) => each.isFile() && !each.parentPath.includes("testdata"))) {
    const source = join(entry.parentPath, entry.name);
    const target = join(to, source.slice(from.length));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, await readFile(source));
  }
}
