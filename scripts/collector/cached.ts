import { existsSync } from "node:fs";
import { chmod, mkdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";

import { hasOpamp } from "./has-opamp.ts";
import type { Manifest } from "./manifest.ts";
import type { Outcome } from "./outcome.ts";

/** Where the Collector of `manifest` is kept between runs; `cache` is this project's folder in the user's cache. */
export function cachedPath(cache: string, manifest: Manifest): string {
  const name = process.platform === "win32" ? `${manifest.dist.name}.exe` : manifest.dist.name;
  return join(cache, "collector", manifest.key, name);
}

/** The kept Collector, if it is there and still runs. */
export async function cachedCollector(cache: string, manifest: Manifest): Promise<Outcome> {
  const path = cachedPath(cache, manifest);
  return existsSync(path) ? hasOpamp(path) : { found: false, reason: `nothing at ${path}` };
}

/** Moves a finished executable into the cache in one step, so that nobody ever finds half of one. */
export async function keepCollector(executable: string, cache: string, manifest: Manifest): Promise<Outcome> {
  const usable = await hasOpamp(executable);
  if (!usable.found) return usable;
  const path = cachedPath(cache, manifest);
  await mkdir(dirname(path), { recursive: true });
  await chmod(executable, 0o755);
  await rename(executable, path);
  return { found: true, path };
}
