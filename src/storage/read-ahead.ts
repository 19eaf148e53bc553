import type { StoredFiles } from "./sealed-files.ts";

/**
 * `files`, but these are read at once, before they are asked for: a dozen small files one after the other take longer to
 * get to another thread and back than to be read. For a start; whoever changes a file reads it anew.
 */
export function readAhead(files: StoredFiles, paths: readonly string[]): StoredFiles {
  const ahead = new Map(paths.map((path) => [path, files.readIfPresent(path)]));
  // What fails is heard of by whoever asks for it.
  for (const reading of ahead.values()) reading.catch(() => undefined);
  return {
    readIfPresent: (path) => ahead.get(path) ?? files.readIfPresent(path),
    write: (path, data, options) => {
      ahead.delete(path);
      return files.write(path, data, options);
    },
    rename: (from, to) => {
      [from, to].forEach((path) => ahead.delete(path));
      return files.rename(from, to);
    },
    remove: (path) => {
      ahead.delete(path);
      return files.remove(path);
    },
    ensureDirectory: (path, options) => files.ensureDirectory(path, options),
  };
}
