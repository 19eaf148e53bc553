import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import type { Format } from "./contents.ts";
import { ensureNfpm } from "./nfpm.ts";
import { pack } from "./pack.ts";
import { recipeOf } from "./recipe.ts";
import { stage } from "./stage.ts";

/** A ready program, as it is to be packed. */
export interface Executable {
  path: string;
  arch: "amd64" | "arm64" | "ppc64le";
  /** With which C library it runs: `glibc` makes a .deb and an .rpm, `musl` an .apk. */
  libc: "glibc" | "musl";
}

export interface DistroPackagesOptions {
  executables: readonly Executable[];
  /** Semantic version; a pre-release is older than its release for each of the systems. */
  version: string;
  /** Folder of the packages, made if it is missing. */
  out: string;
  /** Time of everything in the packages, seconds since 1970 (`SOURCE_DATE_EPOCH`): equal input then gives equal bytes. */
  epoch: number;
  /** Of what an executable's C library gives, only these. Default: all. */
  formats?: readonly Format[];
  /** More files for `/usr/share/doc/opampsupervisor`, such as the licences of what is in the program. Default: none. */
  documents?: readonly string[];
  /** Hears what is installed first, where something is. Default: nobody. */
  say?: (line: string) => void;
}

/** Packages that were built, in the order of the executables. */
export interface DistroPackage {
  /** Absolute: `OUT/opampsupervisor_VERSION_linux_ARCH.FORMAT`. */
  path: string;
  format: Format;
  arch: Executable["arch"];
  bytes: number;
}

/** There is nothing to build packages with. */
export class NoNfpmError extends Error {
  override name = "NoNfpmError";
}

/**
 * Builds the packages of the distributions from ready programs.
 *
 * @throws {NoNfpmError} where nfpm is not there and cannot be compiled
 * @throws {Error} with nfpm's own words where it refuses
 */
export async function buildDistroPackages(options: DistroPackagesOptions): Promise<DistroPackage[]> {
  const { executables, version, epoch, formats, documents = [], say } = options;
  const nfpm = await ensureNfpm(say);
  if (!nfpm.found) throw new NoNfpmError(nfpm.reason);
  const out = resolve(options.out);
  await mkdir(out, { recursive: true });
  const scratch = await mkdtemp(join(tmpdir(), "opampsupervisor-packages-"));
  try {
    await stage(scratch, epoch);
    const built: DistroPackage[] = [];
    for (const { path, arch, libc } of executables) {
      for (const format of formatsOf[libc]) {
        if (formats?.includes(format) === false) continue;
        const recipe = recipeOf({
          format,
          executable: resolve(path),
          staged: scratch,
          documents: documents.map((document) => resolve(document)),
          arch,
          version,
          epoch,
        });
        const target = join(out, `opampsupervisor_${version}_linux_${arch}.${format}`);
        await pack({ nfpm: nfpm.path, recipe, format, scratch, target, epoch });
        built.push({ path: target, format, arch, bytes: (await stat(target)).size });
      }
    }
    return built;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

const formatsOf: Readonly<Record<Executable["libc"], readonly Format[]>> = { glibc: ["deb", "rpm"], musl: ["apk"] };
