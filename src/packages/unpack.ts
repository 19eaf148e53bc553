import { dirname } from "node:path";

import type { Files } from "../runtime/ports.ts";
import { programHeaderBytes } from "../runtime/program-header.ts";
import { archiveEntries, tooLarge } from "./archive-entries.ts";
import { EntryRules, shown } from "./archive-entry.ts";
import { type ArchiveFormat, archiveFormat } from "./archive-format.ts";
import { ArchiveRefusal } from "./archive-refusal.ts";
import { type UnpackRefusal, unpackRefusal } from "./unpack-refusal.ts";
import { writeProgram, type WrittenProgram } from "./write-program.ts";

export interface UnpackRequest {
  /** What was downloaded. */
  archive: string;
  /** Path of the wanted entry in an archive, as it stands there but for `./`. Without meaning where the file is the program itself. */
  entry: string;
  /** Where the program is to be, in a directory that is there. It appears as a whole or not at all. */
  into: string;
  /** Permission bits of the program. Default: 0o700. */
  mode?: number;
  /** Most bytes of the program, and of all that the archive unpacks to. */
  maxBytes: number;
}

export interface UnpackOptions {
  files: Pick<Files, "freeBytes" | "pieces" | "readHead" | "remove" | "rename" | "sink" | "stat">;
  signal: AbortSignal;
}

export type UnpackOutcome =
  { kind: "unpacked"; format: ArchiveFormat; size: number; sha256: Uint8Array } | UnpackRefusal;

/**
 * Takes the program out of what was downloaded: a program as it is, `.tar.gz`, `.tar.zst` or `.zip`. Nothing else is written. The archive
 * is read to its end, so that one that is cut off, or has more behind its end, gives nothing. What reads a format is loaded
 * with the first archive of it.
 */
export async function unpack(request: UnpackRequest, options: UnpackOptions): Promise<UnpackOutcome> {
  const temporary = `${request.into}.unpacking`;
  const { files, signal } = options;
  try {
    signal.throwIfAborted();
    const format = archiveFormat(await files.readHead(request.archive, programHeaderBytes));
    const { size, sha256 } = await take(format, temporary, request, options);
    await files.rename(temporary, request.into, { durable: true });
    return { kind: "unpacked", format, size, sha256 };
  } catch (error) {
    await files.remove(temporary);
    return unpackRefusal(error, signal);
  }
}

async function take(
  format: ArchiveFormat,
  temporary: string,
  request: UnpackRequest,
  options: UnpackOptions,
): Promise<WrittenProgram> {
  const { archive, maxBytes } = request;
  const { files } = options;
  const size = (await files.stat(archive))?.size ?? 0;
  switch (format) {
    case "unknown":
      throw new ArchiveRefusal(
        "UNKNOWN_FORMAT",
        "the file is neither a program nor a .tar.gz, .tar.zst or .zip archive",
      );
    case "program":
      return await write(files.pieces(archive), size, temporary, request, options);
    case "tar.gz":
    case "tar.zst":
    case "zip":
      break;
  }
  const rules = new EntryRules();
  const wanted = request.entry.replace(/^(?:\.\/+)+/, "");
  let written: WrittenProgram | undefined;
  const opened = { files, archive, size, maxBytes, signal: options.signal };
  for await (const entry of await archiveEntries(format, opened)) {
    options.signal.throwIfAborted();
    const name = rules.take(entry);
    if (name !== wanted || entry.kind !== "file") continue;
    written = await write(entry.content(), entry.size, temporary, request, options);
  }
  if (written) return written;
  throw new ArchiveRefusal("ENTRY_MISSING", `the archive has no file ${shown(wanted)}`);
}

async function write(
  source: AsyncIterable<Uint8Array>,
  size: number,
  temporary: string,
  { into, mode = 0o700, maxBytes }: UnpackRequest,
  { files, signal }: UnpackOptions,
): Promise<WrittenProgram> {
  if (size > maxBytes) throw tooLarge(maxBytes);
  const free = await files.freeBytes(dirname(into));
  if (free !== undefined && free < size) throw Object.assign(new Error("no room"), { code: "ENOSPC" });
  return await writeProgram({ source, files, path: temporary, mode, signal });
}
