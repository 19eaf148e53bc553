import { join } from "node:path";

/** Digits of a content hash that name its directory. */
const digits = 32;

/** The directory of a content, from `addons/`. What is unpacked and what is not lie apart. */
export function addonDirectory(contentHash: string, { unpack }: { unpack: boolean }): string {
  return `${contentHash.slice(0, digits)}${unpack ? "" : ".raw"}`;
}

/** The name of the file or the directory that an add-on becomes: that of the package as far as file systems take it. */
export function addonFile(name: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9._-]/gu, "_").replace(/^[.-]/, "_");
  return plain.slice(0, 64) || "_";
}

/** The directory, in the path of an add-on from `addons/`. */
export function directoryOf(path: string): string {
  return path.split(/[\\/]/, 1)[0] ?? "";
}

/** The path of an add-on from `addons/`. */
export function addonPath(directory: string, entry: string): string {
  return join(directory, entry);
}
