import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";

import { extract } from "tar-stream";

import { cacheDirectory } from "../support/cache-directory.ts";
import { capture } from "../support/capture.ts";
import type { Entry } from "./layer.ts";

/** Architectures of images, as Go and OCI spell them, with Debian's names of them. */
export const debianArch = { amd64: "amd64", arm64: "arm64", ppc64le: "ppc64el" } as const;

export type ImageArch = keyof typeof debianArch;

export interface DebianFiles {
  entries: readonly Entry[];
  /** Name and version of each package, in the order of its name. */
  versions: readonly string[];
}

export interface DebianFilesOptions {
  /** Whether packages that were downloaded before are replaced by those of today. Default: no. */
  refresh?: boolean;
  /** Where they are kept. Default: the user's cache. */
  cache?: string;
  /** Downloads into `into`. Default: by apt. */
  download?: (arch: ImageArch, names: readonly string[], into: string) => Promise<void>;
}

/**
 * The files of Debian packages of another architecture than this machine's may be, as they are in the packages: nothing is
 * installed, and no script of a package runs. apt verifies them by this system's own keys and sources.
 *
 * @throws {Error} with apt's own words where one cannot be had
 */
export async function debianFiles(
  arch: ImageArch,
  names: readonly string[],
  options: DebianFilesOptions = {},
): Promise<DebianFiles> {
  const folder = await downloaded(arch, names, options);
  const files = (await readdir(folder)).filter((name) => name.endsWith(".deb")).toSorted();
  const entries: Entry[] = [];
  for (const file of files) entries.push(...(await filesOf(join(folder, file))));
  return { entries, versions: files.map((name) => decodeURIComponent(name.split("_").slice(0, 2).join(" "))) };
}

/** Packages are kept: an image that is made again is the same one, until somebody wants it to have what Debian has mended. */
async function downloaded(
  arch: ImageArch,
  names: readonly string[],
  { refresh = false, cache = join(cacheDirectory(), "images"), download = byApt }: DebianFilesOptions,
): Promise<string> {
  const kept = join(cache, `${arch}-${names.join("-")}`);
  await mkdir(cache, { recursive: true });
  const isThere = await readdir(kept).then(
    (files) => files.length > 0,
    () => false,
  );
  if (isThere && !refresh) return kept;
  const into = await mkdtemp(join(cache, ".packages-"));
  try {
    await download(arch, names, into);
    await rm(kept, { recursive: true, force: true });
    await rename(into, kept);
    return kept;
  } finally {
    await rm(into, { recursive: true, force: true });
  }
}

async function byApt(arch: ImageArch, names: readonly string[], into: string): Promise<void> {
  const scratch = await mkdtemp(`${into}-apt-`);
  try {
    await apt(arch, scratch, ["update"]);
    await apt(arch, scratch, ["download", ...names], into);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** apt with a state of its own, so that this machine's is left alone. */
async function apt(arch: ImageArch, scratch: string, words: readonly string[], directory = scratch): Promise<void> {
  await mkdir(join(scratch, "state/lists/partial"), { recursive: true });
  await mkdir(join(scratch, "cache/archives/partial"), { recursive: true });
  const name = debianArch[arch];
  const options = [
    `APT::Architecture=${name}`,
    `APT::Architectures=${name}`,
    `Dir::State=${join(scratch, "state")}`,
    "Dir::State::status=/dev/null",
    `Dir::Cache=${join(scratch, "cache")}`,
    "APT::Sandbox::User=root",
  ];
  const command = ["apt-get", "-qq", ...options.flatMap((option) => ["-o", option]), ...words];
  const { code, output } = await capture(command, { directory });
  // Sources that a machine has beside Debian's may not know the architecture: what matters is that the packages come.
  if (code !== 0 && words[0] !== "update") throw new Error(`${command.join(" ")}: ${output}`);
}

async function filesOf(archive: string): Promise<Entry[]> {
  const child = Bun.spawn(["dpkg-deb", "--fsys-tarfile", archive], { stdout: "pipe", stderr: "inherit" });
  const unpacked = extract();
  unpacked.end(await child.stdout.bytes());
  const entries: Entry[] = [];
  for await (const entry of unpacked) {
    const { name, type, linkname, mode } = entry.header;
    const pieces: Uint8Array[] = [];
    for await (const piece of entry) if (piece instanceof Uint8Array) pieces.push(piece);
    const path = name.replace(/^\.?\//, "").replace(/\/$/, "");
    if (type === "file") entries.push({ path, mode, content: Buffer.concat(pieces) });
    if (type === "symlink" && linkname) entries.push({ path, linkTo: linkname });
  }
  if ((await child.exited) !== 0) throw new Error(`${archive} cannot be read`);
  return entries;
}
