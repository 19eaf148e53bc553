import { writeFile } from "node:fs/promises";
import { basename } from "node:path";

import { digestFile } from "../../src/runtime/file-digest.ts";

/** SHA-256 of a file, in hexadecimal. */
export function sha256Of(path: string): string {
  return digestFile(path, ["sha256"]).map((digest) => digest.toString("hex"))[0] ?? "";
}

/** Writes what `sha256sum --check` reads, sorted by name. */
export async function writeChecksums(path: string, files: readonly string[]): Promise<void> {
  const lines = files.map((file) => `${sha256Of(file)}  ${basename(file)}\n`);
  await writeFile(path, lines.toSorted((a, b) => (a.slice(64) < b.slice(64) ? -1 : 1)).join(""));
}
