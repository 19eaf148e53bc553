import { type Compression, inflate } from "../runtime/inflate.ts";
import type { Files } from "../runtime/ports.ts";
import type { ArchiveEntry } from "./archive-entry.ts";
import { ArchiveRefusal } from "./archive-refusal.ts";

export interface OpenedArchive {
  files: Pick<Files, "pieces">;
  /** Path of the file. */
  archive: string;
  /** Bytes of the file. */
  size: number;
  /** Most bytes of all that it unpacks to. */
  maxBytes: number;
  signal: AbortSignal;
}

/** The entries of an archive, to its very end. What reads a format is loaded with the first archive of it. */
export async function archiveEntries(
  format: "tar.gz" | "tar.zst" | "zip",
  { files, archive, size, maxBytes, signal }: OpenedArchive,
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

/** The refusal of what unpacks to more than it may. */
export function tooLarge(maxBytes: number): ArchiveRefusal {
  return new ArchiveRefusal("TOO_LARGE", `the package unpacks to more than ${maxBytes} bytes`);
}
