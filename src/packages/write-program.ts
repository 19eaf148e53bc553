import type { Files } from "../runtime/ports.ts";
import { Sha256 } from "../runtime/sha256.ts";

export interface WriteProgramOptions {
  source: AsyncIterable<Uint8Array>;
  files: Pick<Files, "sink">;
  path: string;
  mode: number;
  signal: AbortSignal;
}

export interface WrittenProgram {
  size: number;
  sha256: Uint8Array;
}

/** Writes what comes to a file, on disk when this is done. Rejects with the signal's reason, and what `source` and the disk say. */
export async function writeProgram({
  source,
  files,
  path,
  mode,
  signal,
}: WriteProgramOptions): Promise<WrittenProgram> {
  const hash = new Sha256();
  let size = 0;
  const sink = await files.sink(path, { mode });
  try {
    for await (const piece of source) {
      signal.throwIfAborted();
      hash.add(piece);
      size += piece.length;
      await sink.write(piece);
    }
    await sink.flush();
  } finally {
    await sink.close();
  }
  return { size, sha256: hash.digest() };
}
