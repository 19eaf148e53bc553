import { relative, sep } from "node:path";

import type { Files } from "../runtime/ports.ts";
import { sealedPaths, type StoragePaths } from "./paths.ts";
import { isSealed, type SecretBox } from "./secret-box.ts";

/** What the stored files are read and changed with. */
export type StoredFiles = Pick<Files, "readIfPresent" | "write" | "rename" | "remove">;

export interface SealedFilesOptions {
  files: StoredFiles;
  paths: StoragePaths;
  /** `undefined`: nothing is encrypted. */
  box: SecretBox | undefined;
}

/** `files`, but what is written to the files that hold secrets is sealed, and what is read from there is opened. */
export function sealedFiles({ files, paths, box }: SealedFilesOptions): StoredFiles {
  if (box === undefined) return files;
  const holdSecrets = new Set(sealedPaths(paths));
  return {
    readIfPresent: async (path) => {
      const data = await files.readIfPresent(path);
      if (data === undefined || !holdSecrets.has(path) || !isSealed(data)) return data;
      const opened = await box.open(nameIn(paths, path), data);
      if (opened === undefined) throw Object.assign(new Error(`${path} cannot be decrypted`), { code: "ESEALED" });
      return opened;
    },
    write: async (path, data, options) => {
      const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
      await files.write(path, holdSecrets.has(path) ? await box.seal(nameIn(paths, path), bytes) : data, options);
    },
    rename: (from, to) => files.rename(from, to),
    remove: (path) => files.remove(path),
  };
}

/** The files that hold secrets, by what a box can do with them. */
export interface SealedFindings {
  /** Sealed, and it opens them. */
  opened: string[];
  /** Sealed, and it does not. */
  closed: string[];
  /** Not sealed: from before there was a key. */
  plain: Array<{ path: string; data: Uint8Array }>;
}

/** Looks at the files that hold secrets and changes nothing. What cannot be read is left out. */
export async function findSealed({ files, paths, box }: SealedFilesOptions): Promise<SealedFindings> {
  const findings: SealedFindings = { opened: [], closed: [], plain: [] };
  for (const path of sealedPaths(paths)) {
    const data = await files.readIfPresent(path).catch(() => undefined);
    if (data === undefined || data.length === 0) continue;
    if (!isSealed(data)) findings.plain.push({ path, data });
    else if ((await box?.open(nameIn(paths, path), data)) === undefined) findings.closed.push(path);
    else findings.opened.push(path);
  }
  return findings;
}

/** The name under which a file is sealed: the same on every system. */
function nameIn({ directory }: StoragePaths, path: string): string {
  return relative(directory, path).replaceAll(sep, "/");
}
