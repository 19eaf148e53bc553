import { dirname, join } from "node:path";

import type { Files } from "../runtime/ports.ts";
import { programHeaderBytes } from "../runtime/program-header.ts";
import { removeTree } from "../storage/remove-tree.ts";
import { archiveEntries, tooLarge } from "./archive-entries.ts";
import { type ArchiveEntry, EntryRules, shown } from "./archive-entry.ts";
import { archiveFormat } from "./archive-format.ts";
import { ArchiveRefusal } from "./archive-refusal.ts";
import { type UnpackRefusal, unpackRefusal } from "./unpack-refusal.ts";
import { writeProgram } from "./write-program.ts";

export interface UnpackAddonRequest {
  /** What was downloaded. */
  archive: string;
  /** Where the file or the directory is to be, in a directory that is there. It appears as a whole or not at all. */
  into: string;
  /** An archive becomes a directory. Otherwise it stays the one file that it is, as a JAR file has to. */
  unpack: boolean;
  /** Most bytes of all that it unpacks to. */
  maxBytes: number;
  /** Id of a group that may read it too. Default: nobody but this process's user may. */
  readers?: number | undefined;
}

export interface UnpackAddonOptions {
  files: Pick<
    Files,
    "ensureDirectory" | "freeBytes" | "list" | "pieces" | "readHead" | "remove" | "rename" | "sink" | "stat"
  >;
  signal: AbortSignal;
}

export type UnpackAddonOutcome =
  /** `size`: bytes of all files. */
  { kind: "unpacked"; isDirectory: boolean; size: number } | UnpackRefusal;

/** Directories within each other; who needs more has an archive made to get lost in. */
const deepest = 32;

/** Levels below the directory of an add-on, for those who remove it. */
export const addonLevels = deepest + 1;

/**
 * Puts an add-on where the Collector reads it: the file as it is, or all files of an archive in one directory. What is refused in
 * the archive of a program is refused here too, by name.
 */
export async function unpackAddon(
  request: UnpackAddonRequest,
  options: UnpackAddonOptions,
): Promise<UnpackAddonOutcome> {
  const { files, signal } = options;
  const temporary = `${request.into}.unpacking`;
  const clear = () => removeTree(files, temporary, addonLevels);
  try {
    signal.throwIfAborted();
    await clear();
    const size = (await files.stat(request.archive))?.size ?? 0;
    const format = archiveFormat(await files.readHead(request.archive, programHeaderBytes));
    const isDirectory = request.unpack && (format === "tar.gz" || format === "tar.zst" || format === "zip");
    const written = isDirectory
      ? await writeTree(await archiveEntries(format, { ...request, files, size, signal }), temporary, request, options)
      : await writeFile(
          files.pieces(request.archive),
          { path: temporary, size, isProgram: format === "program" },
          request,
          options,
        );
    await removeTree(files, request.into, addonLevels);
    await files.rename(temporary, request.into, { durable: true });
    return { kind: "unpacked", isDirectory, size: written };
  } catch (error) {
    await clear();
    return unpackRefusal(error, signal);
  }
}

/** Bytes of all files below a directory, or of the file at `path`; `undefined` where there is nothing. */
export async function treeSize(
  path: string,
  files: Pick<Files, "list" | "stat">,
  levels = addonLevels,
): Promise<number | undefined> {
  const stat = await files.stat(path);
  if (stat?.kind !== "directory" || levels === 0) return stat?.size;
  let total = 0;
  for (const name of await files.list(path)) total += (await treeSize(join(path, name), files, levels - 1)) ?? 0;
  return total;
}

async function writeTree(
  entries: AsyncIterable<ArchiveEntry>,
  directory: string,
  request: UnpackAddonRequest,
  options: UnpackAddonOptions,
): Promise<number> {
  const rules = new EntryRules();
  const places = new Places();
  const admitted = { passage: request.readers, listed: true };
  await options.files.ensureDirectory(directory, admitted);
  let total = 0;
  for await (const entry of entries) {
    options.signal.throwIfAborted();
    const name = rules.take(entry);
    places.take(name, entry.kind === "file");
    const path = join(directory, ...name.split("/"));
    await options.files.ensureDirectory(entry.kind === "file" ? dirname(path) : path, admitted);
    if (entry.kind !== "file") continue;
    const isProgram = (entry.mode & 0o111) !== 0;
    const left = { ...request, maxBytes: request.maxBytes - total };
    total += await writeFile(entry.content(), { path, size: entry.size, isProgram }, left, options);
  }
  return total;
}

interface FileToWrite {
  path: string;
  /** Bytes, as is said of it. */
  size: number;
  isProgram: boolean;
}

/** Whom the directory above lets pass may read it: the Collector's group, where it runs as somebody else. */
async function writeFile(
  source: AsyncIterable<Uint8Array>,
  { path, size, isProgram }: FileToWrite,
  { maxBytes, readers }: UnpackAddonRequest,
  { files, signal }: UnpackAddonOptions,
): Promise<number> {
  if (size > maxBytes) throw tooLarge(maxBytes);
  const free = await files.freeBytes(dirname(path));
  if (free !== undefined && free < size) throw Object.assign(new Error("no room"), { code: "ENOSPC" });
  const own = isProgram ? 0o700 : 0o600;
  const mode = readers === undefined ? own : own | (isProgram ? 0o055 : 0o044);
  return (await writeProgram({ source, files, path, mode, signal })).size;
}

/** Which names are files and which are directories: none can be both, and no path leads through a file. */
class Places {
  readonly #files = new Set<string>();
  readonly #directories = new Set<string>();

  take(name: string, isFile: boolean): void {
    const steps = name.split("/");
    if (steps.length > deepest) {
      throw new ArchiveRefusal("UNSAFE_ENTRY", `the entry ${shown(name)} lies more than ${deepest} directories deep`);
    }
    const above = steps.slice(0, -1).map((_, index) => steps.slice(0, index + 1).join("/"));
    const clash = isFile ? this.#directories.has(name) : this.#files.has(name);
    if (clash || above.some((directory) => this.#files.has(directory))) {
      throw new ArchiveRefusal("ENTRY_TWICE", `the entry ${shown(name)} is a file and a directory`);
    }
    for (const directory of isFile ? above : [...above, name]) this.#directories.add(directory);
    if (isFile) this.#files.add(name);
  }
}
