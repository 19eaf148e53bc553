import { readlink, realpath } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, resolve, sep } from "node:path";

import { errorCode } from "../error-code.ts";

/** More links than this are a circle (as in the kernel). */
const mostLinks = 40;

/**
 * Where a path leads: links and `..` are resolved as the kernel does it, one step after the other. What does not exist
 * yet is taken as it is written, below what does; a link whose target is missing leads there all the same.
 */
export async function realPath(path: string, links = mostLinks): Promise<string> {
  const absolute = isAbsolute(path) ? path : process.cwd() + sep + path;
  try {
    return await realpath(absolute);
  } catch (error) {
    const code = errorCode(error) ?? "";
    if (!["ENOENT", "ENOTDIR"].includes(code) || links === 0) throw error;
  }
  const trimmed = absolute.replace(/(?<=.)[/\\]+$/, "");
  const parent = dirname(trimmed);
  if (parent === trimmed) return resolve(trimmed);
  const base = await realPath(parent, links);
  const name = basename(trimmed);
  if (name === "..") return dirname(base);
  if (name === ".") return base;
  const target = await readlink(join(base, name)).catch(() => undefined);
  return target === undefined ? join(base, name) : realPath(resolve(base, target), links - 1);
}
