import * as yauzl from "yauzl";

import { crc32 } from "../runtime/crc32.ts";
import { errorMessage } from "../runtime/error-message.ts";
import { inflate, InflateError } from "../runtime/inflate.ts";
import type { Files } from "../runtime/ports.ts";
import { type ArchiveEntry, shown } from "./archive-entry.ts";
import { ArchiveRefusal } from "./archive-refusal.ts";

export interface ZipFile {
  files: Pick<Files, "pieces">;
  path: string;
  /** Bytes. */
  size: number;
}

const methods = { stored: 0, deflated: 8 } as const;

/** The entries of a ZIP archive, by its central directory. */
export async function* readZip(file: ZipFile): AsyncGenerator<ArchiveEntry> {
  const zip = await unlessBroken(
    yauzl.fromRandomAccessReaderPromise(new PieceReader(file), file.size, {
      // Names are looked at by the rules for all archives.
      decodeStrings: false,
      validateEntrySizes: true,
      autoClose: false,
    }),
  );
  const entries = zip.eachEntry();
  for (;;) {
    const next = await unlessBroken(entries.next());
    if (next.done === true) return;
    yield toEntry(next.value, zip, file);
  }
}

function toEntry(entry: yauzl.Entry, zip: yauzl.ZipFile, file: ZipFile): ArchiveEntry {
  const name = nameOf(entry);
  const unixMode = entry.externalFileAttributes >>> 16;
  if (entry.isEncrypted()) throw new ArchiveRefusal("ENCRYPTED", `the entry ${shown(name)} is encrypted`);
  return {
    name,
    kind: kindOf(name, unixMode),
    mode: unixMode & 0o7777,
    size: entry.uncompressedSize,
    content: () => contentOf(entry, name, zip, file),
  };
}

/** With `decodeStrings` off the library gives bytes, whatever its types say. */
function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: yauzl.Entry): string {
  return yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true);
}

const typeBits = 0o170000;
const unixKinds: Readonly<Record<number, ArchiveEntry["kind"]>> = {
  0o100000: "file",
  0o040000: "directory",
  0o120000: "link",
  0o020000: "device",
  0o060000: "device",
  0o010000: "device",
  0o140000: "device",
};

/** Archives that were not made on Unix know files and directories alone, the latter by their names. */
function kindOf(name: string, unixMode: number): ArchiveEntry["kind"] {
  const type = unixMode & typeBits;
  if (type !== 0) return unixKinds[type] ?? "unknown";
  return name.endsWith("/") ? "directory" : "file";
}

async function* contentOf(
  entry: yauzl.Entry,
  name: string,
  zip: yauzl.ZipFile,
  { files, path }: ZipFile,
): AsyncGenerator<Uint8Array> {
  const broken = (what: string) => new ArchiveRefusal("BROKEN_ARCHIVE", `the entry ${shown(name)} ${what}`);
  const { compressionMethod: method, compressedSize, uncompressedSize } = entry;
  if (method !== methods.stored && method !== methods.deflated) {
    throw new ArchiveRefusal("UNSUPPORTED", `the entry ${shown(name)} is compressed by method ${method}`);
  }
  const local = await unlessBroken(zip.readLocalFileHeaderPromise(entry));
  if (!local.fileName.equals(entry.fileNameRaw)) throw broken("has another name in the archive's directory");
  const { fileDataStart: from } = local;
  const stored = files.pieces(path, { from, to: from + compressedSize });
  let size = 0;
  let sum = 0;
  try {
    for await (const piece of method === methods.stored ? stored : inflate(stored, "deflate-raw")) {
      size += piece.length;
      sum = crc32(piece, sum);
      if (size > uncompressedSize) throw broken("is larger than the archive says");
      yield piece;
    }
  } catch (error) {
    throw error instanceof InflateError ? broken("is damaged") : error;
  }
  if (size !== uncompressedSize) throw broken("is shorter than the archive says");
  if (sum !== entry.crc32) throw broken("is damaged: its checksum is another");
}

/** What the library says of an archive that it cannot read. */
async function unlessBroken<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    const message = errorMessage(error);
    if (error instanceof Error && "code" in error) throw error;
    if (/encrypt/i.test(message)) throw new ArchiveRefusal("ENCRYPTED", "the ZIP archive is encrypted");
    throw new ArchiveRefusal("BROKEN_ARCHIVE", `the ZIP archive is cut off or damaged: ${message}`);
  }
}

/** Lets the library read through the ports. */
class PieceReader extends yauzl.RandomAccessReader {
  readonly #file: ZipFile;

  constructor(file: ZipFile) {
    super();
    this.#file = file;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    void this.#read(buffer, offset, length, position).then(
      () => callback(null),
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
    );
  }

  async #read(buffer: Buffer, offset: number, length: number, position: number): Promise<void> {
    const { files, path } = this.#file;
    let done = 0;
    for await (const piece of files.pieces(path, { from: position, to: position + length })) {
      buffer.set(piece, offset + done);
      done += piece.length;
    }
    if (done < length) throw new Error("unexpected end of the file");
  }
}
