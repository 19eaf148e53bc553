import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

import { errorMessage } from "../../src/runtime/error-message.ts";
import { goArch, goOs } from "../support/platform.ts";
import { keepCollector } from "./cached.ts";
import { download } from "./download.ts";
import type { Manifest } from "./manifest.ts";
import type { Outcome } from "./outcome.ts";

/** Where the releases of the contrib distribution are, unless `OTELCOL_RELEASES_URL` says otherwise. */
export const releasesUrl = "https://github.com/open-telemetry/opentelemetry-collector-releases/releases/download";

const checksumsName = "opentelemetry-collector-releases_otelcol-contrib_checksums.txt";

export interface ReleaseOptions {
  manifest: Manifest;
  /** This project's folder in the user's cache. */
  cache: string;
  baseUrl: string;
  say: (line: string) => void;
}

/**
 * Downloads the official release of the manifest's version into the cache. The archive's SHA-256 is compared with the
 * release's own checksum file before anything is unpacked, and only the executable is.
 */
export async function releasedCollector(options: ReleaseOptions): Promise<Outcome> {
  const { version } = options.manifest.dist;
  const archive = `otelcol-contrib_${version}_${goOs()}_${goArch()}.tar.gz`;
  const folder = `${options.baseUrl.replace(/\/+$/, "")}/v${version}`;
  await mkdir(options.cache, { recursive: true });
  const scratch = await mkdtemp(join(options.cache, ".release-"));
  try {
    const checksums = join(scratch, "checksums.txt");
    await download({ url: `${folder}/${checksumsName}`, target: checksums });
    const wanted = checksumOf(await readFile(checksums, "utf8"), archive);
    if (wanted === undefined) return { found: false, reason: `${folder}/${checksumsName} has no line for ${archive}` };
    options.say(`downloading ${folder}/${archive}`);
    const target = join(scratch, archive);
    const actual = await download({ url: `${folder}/${archive}`, target, progress: percentages(options.say) });
    if (actual !== wanted)
      return { found: false, reason: `${archive} has SHA-256 ${actual}, the release says ${wanted}` };
    return await keepCollector(await unpack(target, scratch), options.cache, options.manifest);
  } catch (error) {
    return { found: false, reason: `${folder}: ${errorMessage(error)}` };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The hex SHA-256 that a `sha256sum` file states for `name`. */
export function checksumOf(checksums: string, name: string): string | undefined {
  const entries = checksums.split("\n").map((line) => /^([0-9a-f]{64}) [ *](\S+)\s*$/i.exec(line));
  return entries.find((entry) => entry?.[2] === name)?.[1]?.toLowerCase();
}

async function unpack(archive: string, folder: string): Promise<string> {
  const name = process.platform === "win32" ? "otelcol-contrib.exe" : "otelcol-contrib";
  const into = join(folder, "unpacked");
  const count = await new Bun.Archive(await Bun.file(archive).bytes()).extract(into, { glob: [name, `./${name}`] });
  if (count !== 1) throw new Error(`the archive holds no ${name}`);
  return join(into, name);
}

/** Says each tenth of the way once. */
function percentages(say: (line: string) => void): (done: number, total: number | undefined) => void {
  let said = 0;
  return (done, total) => {
    const tenth = total === undefined ? 0 : Math.floor((done / total) * 10);
    if (tenth > said) say(`  ${tenth * 10} %`);
    said = Math.max(said, tenth);
  };
}
