import { delimiter, join } from "node:path";

import { errorMessage } from "../../src/runtime/error-message.ts";
import { aptInstall } from "./apt.ts";
import { capture } from "./capture.ts";
import { fetchGoToolchain } from "./go-toolchain.ts";

/** A Go command. */
export interface Go {
  path: string;
  /** For example `1.26.8`. */
  version: string;
  /** What has to be added to the environment of whoever calls `go`. */
  env: Readonly<Record<string, string>>;
}

export type GoOutcome = { found: true; go: Go } | { found: false; reason: string };

export interface GoOptions {
  /** Oldest minor version of Go 1 that will do. */
  minor: number;
  /** Called before something is installed. Default: nothing is said. */
  say?: (line: string) => void;
  /** Where `go` is looked for. Default: this process's `PATH`. */
  searchPath?: string;
}

/** The first Go 1 that fetches younger toolchains by itself where a module asks for one. */
const switchesToolchains = 21;

/** What an older Go is made to fetch. */
const fetchedVersion = "1.25.0";

/**
 * Finds a Go that will do. Where there is none at all, apt is there and this is root, Debian's package is installed;
 * one that is too old is used to fetch a younger one from the Go module proxy.
 */
export async function ensureGo(options: GoOptions): Promise<GoOutcome> {
  const searchPath = options.searchPath ?? process.env["PATH"] ?? "";
  const path = Bun.which("go", { PATH: searchPath });
  if (path !== null) return suitable(path, searchPath, options);
  const installed = await aptInstall("golang-go", options.say);
  if (!installed.done) return { found: false, reason: `no go on PATH; ${installed.reason}` };
  const fresh = Bun.which("go", { PATH: searchPath });
  if (fresh === null) return { found: false, reason: "the Debian package golang-go put no go on PATH" };
  return suitable(fresh, searchPath, options);
}

async function suitable(path: string, searchPath: string, { minor, say = () => {} }: GoOptions): Promise<GoOutcome> {
  const { code, output } = await capture([path, "env", "GOVERSION"], { env: { GOTOOLCHAIN: "local" } });
  const [, version, found] = /^go(1\.(\d+)\S*)/m.exec(output) ?? [];
  if (code !== 0 || version === undefined) return { found: false, reason: `${path} does not run: ${output}` };
  if (Number(found) >= minor) return { found: true, go: { path, version, env: {} } };
  if (Number(found) >= switchesToolchains) return { found: true, go: { path, version, env: { GOTOOLCHAIN: "auto" } } };
  say(`${path} is Go ${version}: fetching Go ${fetchedVersion}`);
  try {
    const bin = await fetchGoToolchain(path, fetchedVersion);
    const env = { PATH: `${bin}${delimiter}${searchPath}`, GOROOT: join(bin, "..") };
    return { found: true, go: { path: join(bin, "go"), version: fetchedVersion, env } };
  } catch (error) {
    const why = errorMessage(error);
    return {
      found: false,
      reason: `Go 1.${minor} is needed, ${path} is ${version}, and no other can be fetched: ${why}`,
    };
  }
}
