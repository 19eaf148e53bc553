import { homedir } from "node:os";
import { join } from "node:path";

/** This project's folder in the user's cache; the same as in `with-bun.mjs`. */
export function cacheDirectory(
  env: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  return join(env["XDG_CACHE_HOME"] || systemCache(env, platform), "opampsupervisor");
}

function systemCache(env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform): string {
  if (platform === "win32") return env["LOCALAPPDATA"] || join(homedir(), "AppData", "Local");
  return platform === "darwin" ? join(homedir(), "Library", "Caches") : join(homedir(), ".cache");
}
