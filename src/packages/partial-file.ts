import * as z from "zod/mini";

import { sameBytes } from "../opamp/wire/bytes.ts";
import type { Files, FileSink } from "../runtime/ports.ts";
import { Sha256 } from "../runtime/sha256.ts";
import { jsonRecord } from "../storage/json-record.ts";

/** What is known of a file of which a part is there. It names no address, which may be secret. */
export interface PartRecord {
  /** Of the whole file, as it was asked for, in hexadecimal. */
  readonly contentHash: string;
  /** Strong entity tag, as the server wrote it. */
  readonly etag?: string | undefined;
  /** As the server wrote it. */
  readonly lastModified?: string | undefined;
  /** Bytes of the whole, in its coding. */
  readonly size?: number | undefined;
  /** Coding in which the server sends it, where there is one. */
  readonly coding?: string | undefined;
}

const partRecord = jsonRecord<PartRecord>(
  z.object({
    contentHash: z.string(),
    etag: z.optional(z.string()),
    lastModified: z.optional(z.string()),
    size: z.optional(z.int().check(z.nonnegative())),
    coding: z.optional(z.string()),
  }),
  "a download",
);

export interface OpenPartOptions {
  files: Pick<Files, "pieces" | "readIfPresent" | "remove" | "rename" | "sink" | "stat" | "write">;
  /** The path of the whole file. */
  into: string;
  contentHash: Uint8Array;
  signal: AbortSignal;
}

/**
 * The part of a file that has come, and its hash. It is told from a whole file by its name alone: the record beside it is
 * removed before it is begun anew and written before its first byte, so that a part without a record, or with that of other
 * content, is nothing.
 */
export class PartialFile {
  readonly #options: OpenPartOptions;
  #hash = new Sha256();
  #sink: FileSink | undefined;
  #record: PartRecord | undefined;
  #have = 0;
  /** Whether some of it came by an earlier connection, or was read from the disk. */
  #joined = false;

  private constructor(options: OpenPartOptions) {
    this.#options = options;
  }

  /** Finds what an earlier attempt has left, and reads it for its hash. */
  static async open(options: OpenPartOptions): Promise<PartialFile> {
    const part = new PartialFile(options);
    const record = await readRecord(options);
    const there = record ? await options.files.stat(part.path) : undefined;
    if (record === undefined || there?.kind !== "file") return part;
    if (record.contentHash !== hex(options.contentHash) || there.size > (record.size ?? Infinity)) return part;
    await hashFile(options.files, part.path, options.signal, (piece) => part.#count(piece));
    part.#record = record;
    part.#joined = true;
    return part;
  }

  get path(): string {
    return partPath(this.#options.into);
  }

  /** Where the content is put that a coding is taken from. */
  get decodedPath(): string {
    return decodedPath(this.#options.into);
  }

  get have(): number {
    return this.#have;
  }

  get record(): PartRecord | undefined {
    return this.#record;
  }

  get joined(): boolean {
    return this.#joined;
  }

  /** Forgets what is there and opens the file for its first byte. */
  async begin(facts: Omit<PartRecord, "contentHash">): Promise<void> {
    await this.discard();
    this.#sink = await this.#options.files.sink(this.path);
    this.#record = { contentHash: hex(this.#options.contentHash), ...facts };
    const text = partRecord.render(this.#record);
    await this.#options.files.write(recordPath(this.#options.into), text, { durable: false });
  }

  /** Opens the file for the byte after the last one. */
  async goOn(): Promise<void> {
    this.#joined = true;
    this.#sink ??= await this.#options.files.sink(this.path, { keep: this.#have });
  }

  async add(piece: Uint8Array): Promise<void> {
    await this.#sink?.write(piece);
    this.#count(piece);
  }

  /** Whether the content is what was asked for. Nothing can be added any more. */
  holds(): boolean {
    return sameBytes(this.#hash.digest(), this.#options.contentHash);
  }

  /** Makes it, or what is decoded of it, the whole file: on disk first, then under its name. */
  async publish({ decoded = false }: { decoded?: boolean } = {}): Promise<void> {
    const { files, into } = this.#options;
    const from = decoded ? this.decodedPath : this.path;
    await this.close();
    const sink = await files.sink(from, { keep: (await files.stat(from))?.size ?? 0 });
    try {
      await sink.flush();
    } finally {
      await sink.close();
    }
    await files.rename(from, into, { durable: true });
    await this.discard();
  }

  async close(): Promise<void> {
    const sink = this.#sink;
    this.#sink = undefined;
    await sink?.close();
  }

  /** Removes it and its record. */
  async discard(): Promise<void> {
    await this.close();
    this.#record = undefined;
    this.#have = 0;
    this.#joined = false;
    this.#hash = new Sha256();
    await discardPart(this.#options);
  }

  #count(piece: Uint8Array): void {
    this.#hash.add(piece);
    this.#have += piece.length;
  }
}

/** Removes what an unfinished download of this file has left: for one that nobody wants any more. */
export async function discardPart({ files, into }: Pick<OpenPartOptions, "into"> & { files: Pick<Files, "remove"> }) {
  await files.remove(recordPath(into));
  await files.remove(partPath(into));
  await files.remove(decodedPath(into));
}

/** Bytes and hash of a file; `onPiece` sees them. Rejects with the signal's reason. */
export async function hashFile(
  files: Pick<Files, "pieces">,
  path: string,
  signal: AbortSignal,
  onPiece: (piece: Uint8Array) => void,
): Promise<void> {
  for await (const piece of files.pieces(path)) {
    signal.throwIfAborted();
    onPiece(piece);
  }
}

const partPath = (into: string) => `${into}.part`;
const decodedPath = (into: string) => `${into}.part.decoded`;
const recordPath = (into: string) => `${into}.part.json`;

async function readRecord({ files, into }: OpenPartOptions): Promise<PartRecord | undefined> {
  const data = await files.readIfPresent(recordPath(into));
  try {
    return data && partRecord.parse(data);
  } catch {
    return undefined;
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
