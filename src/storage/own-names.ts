import { basename } from "node:path";

import { storagePaths } from "./paths.ts";

/** Names of all files and directories that a supervisor keeps in its directory. The lock is one of them. */
export function ownNames(directory: string): string[] {
  const { directory: _, ...paths } = storagePaths(directory);
  return Object.values<string>(paths).map((path) => basename(path));
}

/** Whether `name` is `file`, an old log of that name, a copy that was set aside, or what a killed process left of a write. */
export function belongsTo(file: string, name: string): boolean {
  if (name === file) return true;
  if (name.startsWith(`.${file}.`)) return name.endsWith(".tmp");
  return name.startsWith(`${file}.`) && /^(?:\d+|corrupt-.*)$/.test(name.slice(file.length + 1));
}

/** Whether something in the directory is the supervisor's. `others`: further names that other parts of the program keep there. */
export function isOwnName(directory: string, name: string, others: readonly string[]): boolean {
  return [...ownNames(directory), ...others].some((file) => belongsTo(file, name));
}
