import { createHash } from "node:crypto";
import { dirname } from "node:path";

import { pack } from "tar-stream";

/** Something in an image. Owner is root unless `owner` says otherwise. */
export type Entry = {
  /** Without a slash in front. */
  path: string;
  /** User and group id. */
  owner?: number;
} & ({ mode: number; content: Uint8Array } | { mode: number; directory: true } | { linkTo: string });

export interface Layer {
  /** The tar archive, compressed with gzip. */
  bytes: Uint8Array;
  /** SHA-256 of those, in hex. */
  digest: string;
  /** SHA-256 of the archive before it is compressed, in hex. */
  diffId: string;
}

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** A layer of these entries and the directories above them; the same entries give the same bytes. */
export async function layerOf(entries: readonly Entry[]): Promise<Layer> {
  const all = new Map<string, Entry>();
  for (const entry of entries) {
    for (const path of above(entry.path)) if (!all.has(path)) all.set(path, { path, mode: 0o755, directory: true });
    all.set(entry.path, entry);
  }
  const packer = pack();
  for (const [, entry] of [...all].toSorted(([one], [other]) => (one < other ? -1 : 1))) add(packer, entry);
  packer.finalize();
  const pieces: Uint8Array[] = [];
  for await (const piece of packer) if (piece instanceof Uint8Array) pieces.push(piece);
  const archive = Buffer.concat(pieces);
  const bytes = Bun.gzipSync(archive, { level: 9 });
  return { bytes, digest: sha256(bytes), diffId: sha256(archive) };
}

function above(path: string): string[] {
  const parent = dirname(path);
  return parent === "." ? [] : [...above(parent), parent];
}

function add(packer: ReturnType<typeof pack>, entry: Entry): void {
  const { path, owner = 0 } = entry;
  const common = { mtime: new Date(0), uid: owner, gid: owner };
  if ("content" in entry) {
    packer.entry({ ...common, name: path, mode: entry.mode }, Buffer.from(entry.content));
  } else if ("linkTo" in entry) {
    packer.entry({ ...common, name: path, type: "symlink", linkname: entry.linkTo, mode: 0o777 });
  } else {
    packer.entry({ ...common, name: `${path}/`, type: "directory", mode: entry.mode });
  }
}
