import { cachedCollector } from "./collector/cached.ts";
import { compiledCollector } from "./collector/compile.ts";
import { hasOpamp } from "./collector/has-opamp.ts";
import { installedCollector } from "./collector/installed.ts";
import { otherManifest, readManifest } from "./collector/manifest.ts";
import type { Outcome } from "./collector/outcome.ts";
import { releasedCollector, releasesUrl } from "./collector/release.ts";
import { cacheDirectory } from "./support/cache-directory.ts";

export interface GetCollectorOptions {
  /** Default: this process's environment. `OTELCOL`, `PATH`, `OTELCOL_RELEASES_URL` and the cache's place are read. */
  env?: Readonly<Record<string, string | undefined>>;
  /** This project's folder in the user's cache. Default: `cacheDirectory(env)`. */
  cache?: string;
  /** Progress, line by line. Default: standard error. */
  say?: (line: string) => void;
  /** The last way. Default: a build with Go. */
  compile?: typeof compiledCollector;
}

/** No way led to a Collector; the message names each one with its reason. */
export class NoCollectorError extends Error {
  readonly code = "NO_COLLECTOR";

  constructor(readonly tried: ReadonlyArray<{ way: string; reason: string }>) {
    const lines = tried.map(({ way, reason }) => `  ${way}: ${reason}`);
    super(
      `No OpenTelemetry Collector with the opamp extension could be had:\n${lines.join("\n")}\n` +
        "Set OTELCOL to the path of one, install one on PATH, or install Go 1.25.",
    );
    this.name = "NoCollectorError";
  }
}

/**
 * Returns the path of a Collector that has the opamp extension: `OTELCOL`, one on `PATH`, the cache, the official
 * release, a build with Go; the first that works. An `OTELCOL` that does not work ends the search: it was asked for.
 *
 * @throws {NoCollectorError} when none works
 */
export async function getCollector(options: GetCollectorOptions = {}): Promise<string> {
  const env = options.env ?? process.env;
  const say = options.say ?? ((line: string) => console.error(line));
  const cache = options.cache ?? cacheDirectory(env);
  const manifest = await readManifest();
  const wish = env["OTELCOL"];
  if (wish !== undefined && wish !== "") return firstOf([["OTELCOL", () => hasOpamp(wish)]]);
  const baseUrl = env["OTELCOL_RELEASES_URL"] || releasesUrl;
  return firstOf([
    ["PATH", () => installedCollector(env["PATH"] ?? "")],
    ["cache", () => cachedCollector(cache, manifest)],
    ["official release", () => releasedCollector({ manifest, cache, baseUrl, say })],
    ["build with Go", () => (options.compile ?? compiledCollector)({ manifest, cache, say })],
  ]);
}

/**
 * Returns the path of a Collector of another version with fewer components, for tests of upgrades: `OTELCOL_OTHER`, the
 * cache, a build with Go.
 *
 * @throws {NoCollectorError} when none works
 */
export async function getOtherCollector(options: GetCollectorOptions = {}): Promise<string> {
  const env = options.env ?? process.env;
  const say = options.say ?? ((line: string) => console.error(line));
  const cache = options.cache ?? cacheDirectory(env);
  const manifest = await readManifest(otherManifest);
  const wish = env["OTELCOL_OTHER"];
  if (wish !== undefined && wish !== "") return firstOf([["OTELCOL_OTHER", () => hasOpamp(wish)]]);
  return firstOf([
    ["cache", () => cachedCollector(cache, manifest)],
    ["build with Go", () => (options.compile ?? compiledCollector)({ manifest, cache, say })],
  ]);
}

async function firstOf(ways: ReadonlyArray<readonly [name: string, attempt: () => Promise<Outcome>]>): Promise<string> {
  const tried: Array<{ way: string; reason: string }> = [];
  for (const [way, attempt] of ways) {
    const outcome = await attempt();
    if (outcome.found) return outcome.path;
    tried.push({ way, reason: outcome.reason });
  }
  throw new NoCollectorError(tried);
}

if (import.meta.main) {
  try {
    console.log(await getCollector());
  } catch (error) {
    if (!(error instanceof NoCollectorError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
