import { sameBytes } from "../opamp/wire/bytes.ts";
import { type Compression, inflate, InflateError } from "../runtime/inflate.ts";
import type { Files } from "../runtime/ports.ts";
import { Sha256 } from "../runtime/sha256.ts";

export interface DecodePartOptions {
  files: Pick<Files, "pieces" | "remove" | "sink">;
  path: string;
  /** Where the content is to be written. */
  into: string;
  /** As the server named it. */
  coding: string | undefined;
  contentHash: Uint8Array;
  maxBytes: number;
  signal: AbortSignal;
}

const codings: Readonly<Record<string, Compression>> = { gzip: "gzip", "x-gzip": "gzip", zstd: "zstd" };

/**
 * Whether a file that a server sent in a coding, though none was asked for, has the wanted content once that is taken away;
 * `into` holds it then, and does not exist else. Servers also name the coding of files that are compressed by themselves, so
 * this is for what has not the wanted hash as it came.
 */
export async function decodePart(options: DecodePartOptions): Promise<boolean> {
  const { files, path, into, coding = "", contentHash, maxBytes, signal } = options;
  const compression = codings[coding];
  if (compression === undefined) return false;
  const hash = new Sha256();
  let size = 0;
  const sink = await files.sink(into);
  let holds = false;
  try {
    for await (const piece of inflate(files.pieces(path), compression)) {
      signal.throwIfAborted();
      size += piece.length;
      if (size > maxBytes) return false;
      hash.add(piece);
      await sink.write(piece);
    }
    holds = sameBytes(hash.digest(), contentHash);
    return holds;
  } catch (error) {
    if (error instanceof InflateError) return false;
    throw error;
  } finally {
    await sink.close();
    if (!holds) await files.remove(into);
  }
}
