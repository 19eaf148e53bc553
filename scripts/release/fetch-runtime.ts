import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { cacheDirectory } from "../support/cache-directory.ts";
import { capture } from "../support/capture.ts";
import type { BunRuntime } from "./runtimes.ts";

export interface FetchRuntimeOptions {
  /** Where runtimes are kept. Default: the user's cache. */
  cache?: string;
}

/**
 * The path of a runtime's program: the one in the cache, or what is fetched now. Bun's own client fetches it by a lock file
 * that holds the pinned integrity, so that what differs from it is refused; its folder gets its name once it is whole.
 *
 * @throws {Error} with the client's words where it cannot be had
 */
export async function fetchRuntime(runtime: BunRuntime, options: FetchRuntimeOptions = {}): Promise<string> {
  const cache = options.cache ?? join(cacheDirectory(), "runtimes");
  const folder = join(cache, runtime.version, runtime.name.replace("/", "+"));
  const program = join("node_modules", runtime.name, runtime.program);
  if (existsSync(join(folder, program))) return join(folder, program);
  await mkdir(dirname(folder), { recursive: true });
  const scratch = await mkdtemp(`${folder}.`);
  try {
    await install(runtime, scratch);
    if (!existsSync(join(scratch, program))) throw new Error(`${runtime.name} holds no ${runtime.program}`);
    await moveIntoPlace(scratch, folder);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return join(folder, program);
}

async function install({ name, version, integrity }: BunRuntime, directory: string): Promise<void> {
  const dependencies = { [name]: version };
  await writeFile(join(directory, "package.json"), JSON.stringify({ private: true, dependencies }));
  const lock = {
    lockfileVersion: 1,
    workspaces: { "": { dependencies } },
    packages: { [name]: [`${name}@${version}`, "", {}, integrity] },
  };
  await writeFile(join(directory, "bun.lock"), JSON.stringify(lock));
  const everywhere = ["--os=*", "--cpu=*"];
  const flags = ["--frozen-lockfile", "--ignore-scripts", "--no-summary", ...everywhere];
  const { code, output } = await capture([process.execPath, "install", ...flags], { directory });
  if (code !== 0) throw new Error(`${name}@${version} could not be installed:\n${output}`);
}

/** Of two at once the first one's stays: both hold the same. */
async function moveIntoPlace(scratch: string, folder: string): Promise<void> {
  try {
    await rename(scratch, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}
