import { writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

import { pack } from "tar-stream";

import type { Entry } from "./entry.ts";

/** The same entries and time give the same bytes: owner and group are 0, and gzip's header holds neither name nor time. */
export async function writeTarGz(path: string, entries: readonly Entry[], time: number): Promise<void> {
  const packer = pack();
  for (const { name, content, mode } of entries) {
    packer.entry({ name, mode, uid: 0, gid: 0, mtime: new Date(time * 1000) }, Buffer.from(content));
  }
  packer.finalize();
  const pieces: Uint8Array[] = [];
  for await (const piece of packer) if (piece instanceof Uint8Array) pieces.push(piece);
  await writeFile(path, gzipSync(Buffer.concat(pieces), { level: 9 }));
}
