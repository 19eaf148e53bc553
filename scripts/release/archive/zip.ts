import { writeFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";

import { ZipFile } from "yazl";

import type { Entry } from "./entry.ts";

/** The same entries and time give the same bytes, wherever they are written. */
export async function writeZip(path: string, entries: readonly Entry[], time: number): Promise<void> {
  const zip = new ZipFile();
  const mtime = withoutZone(time);
  for (const { name, content, mode } of entries) {
    zip.addBuffer(Buffer.from(content), name, { mtime, mode: 0o100000 | mode, forceDosTimestamp: true });
  }
  zip.end();
  await writeFile(path, await buffer(zip.outputStream));
}

/** The format keeps a time without its zone, and the library takes this machine's: so this one shows there what UTC would. */
function withoutZone(time: number): Date {
  const utc = new Date(time * 1000);
  return new Date(
    utc.getUTCFullYear(),
    utc.getUTCMonth(),
    utc.getUTCDate(),
    utc.getUTCHours(),
    utc.getUTCMinutes(),
    utc.getUTCSeconds(),
  );
}
