import { constants } from "node:fs";
import { open } from "node:fs/promises";

import type { FileSink, SinkOptions } from "../ports.ts";

/** Opens a file to be written from offset `keep` on. */
export async function openSink(path: string, { keep = 0, mode = 0o600 }: SinkOptions = {}): Promise<FileSink> {
  // Windows has no such flag, and nobody there but an administrator makes links.
  const file = await open(path, constants.O_WRONLY | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0), mode);
  try {
    await file.truncate(keep);
    // What is made has the mode without what the umask takes away, and a file that was there another one.
    await file.chmod(mode);
  } catch (error) {
    await file.close();
    throw error;
  }
  let at = keep;
  return {
    write: async (piece) => {
      for (let done = 0; done < piece.length;) {
        const { bytesWritten } = await file.write(piece, done, piece.length - done, at);
        done += bytesWritten;
        at += bytesWritten;
      }
    },
    flush: () => file.sync(),
    close: () => file.close(),
  };
}
