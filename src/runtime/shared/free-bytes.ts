import { statfs } from "node:fs/promises";

/** Bytes that this user may still write; `undefined` where the system does not tell. */
export async function freeBytes(directory: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}
