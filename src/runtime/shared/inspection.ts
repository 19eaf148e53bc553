import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";

import { errorCode } from "../error-code.ts";
import type { Inspection, PathFacts } from "../inspection-ports.ts";
import { inspectWay } from "./inspect-way.ts";

export function createInspection(): Inspection {
  return { way: inspectWay, path: lookAt, whyNotWrite, uid: process.getuid?.() };
}

async function lookAt(path: string): Promise<PathFacts | undefined> {
  try {
    const found = await stat(path);
    const kind = found.isFile() ? "file" : found.isDirectory() ? "directory" : "other";
    const mode = process.platform === "win32" ? 0 : found.mode & 0o7777;
    return { kind, mode, uid: found.uid, gid: found.gid };
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

async function whyNotWrite(path: string): Promise<string | undefined> {
  try {
    const isDirectory = (await stat(path)).isDirectory();
    await access(path, constants.W_OK | (isDirectory ? constants.X_OK : 0));
    return undefined;
  } catch (error) {
    return errorCode(error) ?? "EUNKNOWN";
  }
}
