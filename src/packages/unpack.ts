import { dirname } from "node:path";

import { errorCode } from "../runtime/error-code.ts";
import { type Compression, inflate, InflateError } from "../runtime/inflate.ts";
import { lacksRoom } from "../runtime/lacks-room.ts";
import type { Files } from "../runtime/ports.ts";
import { programHeaderBytes } from "../runtime/program-header.ts";
import { type ArchiveEntry, EntryRules, shown } from "./archive-entry.ts";
import { type ArchiveFormat, archiveFormat } from "./archive-format.ts";
import { type ArchiveFault, ArchiveRefusal } from "./archive-refusal.ts";
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
  | { kind: "unpacked"; format: ArchiveFormat; size: number; sha256: Uint8Array }
  /** `NO_ROOM` and the codes of the file system, which are `passing`, beside the faults of archives. */
  | { kind: "refused"; code: ArchiveFault | "NO_ROOM" | (string & {}); message: string; passing: boolean }
  | { kind: "cancelled" };

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
    return outcomeOf(error, signal);
  }
}

function outcomeOf(error: unknown, signal: AbortSignal): UnpackOutcome {
  if (signal.aborted) return { kind: "cancelled" };
  if (error instanceof ArchiveRefusal) {
    return { kind: "refused", code: error.code, message: error.message, passing: false };
  }
  if (error instanceof InflateError) {
    return { kind: "refused", code: "BROKEN_ARCHIVE", message: "the archive is cut off or damaged", passing: false };
  }
  const code = errorCode(error);
  if (code === undefined) throw error;
  if (lacksRoom(error)) return noRoom;
  return { kind: "refused", code, message: `the package cannot be unpacked here: ${code}`, passing: true };
}

const noRoom: UnpackOutcome = {
  kind: "refused",
  code: "NO_ROOM",
  message: "there is no room for the program on the disk",
  passing: true,
};

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
  for await (const entry of await entriesOf(format, { files, archive, size, maxBytes, signal: options.signal })) {
    options.signal.throwIfAborted();
    const name = rules.take(entry);
    if (name !== wanted || entry.kind !== "file") continue;
    written = await write(entry.content(), entry.size, temporary, request, options);
  }
  if (written) return written;
  throw new ArchiveRefusal("ENTRY_MISSING", `the archive has no file ${shown(wanted)}`);
}

interface Opened {
  files: UnpackOptions["files"];
  archive: string;
  size: number;
  maxBytes: number;
  signal: AbortSignal;
}

async function entriesOf(
  format: "tar.gz" | "tar.zst" | "zip",
  { files, archive, size, maxBytes, signal }: Opened,
): Promise<AsyncIterable<ArchiveEntry>> {
  if (format === "zip") return (await import("./read-zip.ts")).readZip({ files, path: archive, size });
  const compression: Compression = format === "tar.gz" ? "gzip" : "zstd";
  const { readTar } = await import("./read-tar.ts");
  return readTar(bounded(inflate(files.pieces(archive), compression), maxBytes, signal));
}

/** Headers and padding count too, so that an archive of empty files has an end. */
async function* bounded(
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let total = 0;
  for await (const piece of source) {
    signal.throwIfAborted();
    total += piece.length;
    if (total > maxBytes) throw tooLarge(maxBytes);
    yield piece;
  }
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

function tooLarge(maxBytes: number): ArchiveRefusal {
  return new ArchiveRefusal("TOO_LARGE", `the package unpacks to more than ${maxBytes} bytes`);
}
