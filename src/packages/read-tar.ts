import { type Extract, extract, type Header } from "tar-stream";

import { errorMessage } from "../runtime/error-message.ts";
import { type ArchiveEntry, shown } from "./archive-entry.ts";
import { ArchiveRefusal } from "./archive-refusal.ts";

const kinds: Readonly<Record<string, ArchiveEntry["kind"]>> = {
  file: "file",
  directory: "directory",
  link: "link",
  symlink: "link",
  "character-device": "device",
  "block-device": "device",
  fifo: "device",
};

const blockBytes = 512;
/** An archive ends with two blocks of zeros (POSIX, pax, "ustar Interchange Format"). */
const endBytes = 2 * blockBytes;

/** The entries of a tar archive, to its very end. Each must be done with before the next is asked for. */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<ArchiveEntry> {
  const parser = extract();
  let total = 0;
  const counted = (async function* () {
    for await (const piece of source) {
      total += piece.length;
      yield piece;
    }
  })();
  // What the source throws is what is told, not what the parser makes of it.
  let failed: { error: unknown } | undefined;
  const fed = feed(parser, counted).catch((error: unknown) => {
    failed = { error };
    parser.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  const explain = async (error: unknown): Promise<unknown> => {
    if (parser.destroyed) await fed;
    if (failed) return failed.error;
    if (error instanceof ArchiveRefusal) return error;
    return new ArchiveRefusal("BROKEN_ARCHIVE", `the tar archive is cut off or damaged: ${errorMessage(error)}`);
  };
  let end = 0;
  try {
    for await (const entry of parser) {
      const { name, mode, size, type, pax } = entry.header;
      end = offsetOf(entry.header) + Math.ceil(size / blockBytes) * blockBytes;
      refuseSparse(name, pax);
      yield { name, kind: kinds[type] ?? "unknown", mode, size, content: () => piecesOf(entry, explain) };
      // What nobody has read has to go by.
      entry.resume();
    }
  } catch (error) {
    throw await explain(error);
  } finally {
    parser.destroy();
    await fed;
  }
  if (failed) throw failed.error;
  if (total < end + endBytes) throw new ArchiveRefusal("BROKEN_ARCHIVE", "the tar archive is cut off: it has no end");
}

/** Gives the parser no more than it takes. */
async function feed(parser: Extract, source: AsyncIterable<Uint8Array>): Promise<void> {
  const over = new Promise<void>((resolve) => void parser.once("close", () => resolve()));
  for await (const piece of source) {
    if (parser.destroyed) return;
    if (parser.write(piece)) continue;
    await Promise.race([new Promise<void>((resolve) => void parser.once("drain", () => resolve())), over]);
  }
  parser.end(null);
}

/** The library's own types leave open what a stream of bytes is made of. */
async function* piecesOf(
  entry: AsyncIterable<unknown>,
  explain: (error: unknown) => Promise<unknown>,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of entry) if (piece instanceof Uint8Array) yield piece;
  } catch (error) {
    throw await explain(error);
  }
}

/** Files with holes are written in another form, and say so in their extended header. */
function refuseSparse(name: string, pax: unknown): void {
  const key = Object.keys(pax ?? {}).find((one) => /^(?:GNU\.sparse\.|SCHILY\.realsize$)/.test(one));
  if (key === undefined) return;
  throw new ArchiveRefusal("UNSAFE_ENTRY", `the entry ${shown(name)} is a sparse file (${key})`);
}

/** Of the content. The types of the library do not name it. */
function offsetOf(header: Header & { byteOffset?: number }): number {
  return header.byteOffset ?? 0;
}
