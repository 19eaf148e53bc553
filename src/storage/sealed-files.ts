import { relative, sep } from "node:path";

import type { Files } from "../runtime/ports.ts";
import { sealedPaths, type StoragePaths } from "./paths.ts";
import { isSealed, type SecretBox } from "./secret-box.ts";

/** What the stored files are read and changed with. */
export type StoredFiles = Pick<Files, "readIfPresent" | "write" | "rename" | "remove" | "ensureDirectory">;

/** What encrypts stored secrets. */
export interface SecretBoxes {
  /** `undefined`: nothing is encrypted. */
  box: SecretBox | undefined;
  /** Opens what an earlier key has encrypted. Default: there was none. */
  previous?: SecretBox | undefined;
}

export interface SealedFilesOptions extends SecretBoxes {
  files: StoredFiles;
  paths: StoragePaths;
}

/** `files`, but what is written to the files that hold secrets is sealed, and what is read from there is opened. */
export function sealedFiles({ files, paths, box, previous }: SealedFilesOptions): StoredFiles {
  if (box === undefined && previous === undefined) return files;
  const holdSecrets = new Set(sealedPaths(paths));
  return {
    readIfPresent: async (path) => {
      const data = await files.readIfPresent(path);
      if (data === undefined || !holdSecrets.has(path) || !isSealed(data)) return data;
      const name = nameIn(paths, path);
      const opened = (await box?.open(name, data)) ?? (await previous?.open(name, data));
      if (opened === undefined) throw Object.assign(new Error(`${path} cannot be decrypted`), { code: "ESEALED" });
      return opened;
    },
    write: async (path, data, options) => {
      if (box === undefined || !holdSecrets.has(path)) return await files.write(path, data, options);
      const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
      await files.write(path, await box.seal(nameIn(paths, path), bytes), options);
    },
    rename: (from, to) => files.rename(from, to),
    remove: (path) => files.remove(path),
    ensureDirectory: (path, options) => files.ensureDirectory(path, options),
  };
}

/** The files that hold secrets, by what can be done with them. */
export interface SealedFindings {
  /** Sealed with the present key. */
  opened: string[];
  /** Neither key opens them. */
  closed: string[];
  /** Sealed with the previous key, or not at all; `data` as it was before. */
  former: Array<{ path: string; sealed: boolean; data: Uint8Array }>;
}

/** Looks at the files that hold secrets and changes nothing. What cannot be read is left out. */
export async function findSealed({ files, paths, box, previous }: SealedFilesOptions): Promise<SealedFindings> {
  const findings: SealedFindings = { opened: [], closed: [], former: [] };
  for (const path of sealedPaths(paths)) {
    const data = await files.readIfPresent(path).catch(() => undefined);
    if (data === undefined || data.length === 0) continue;
    const name = nameIn(paths, path);
    if (!isSealed(data)) {
      findings.former.push({ path, sealed: false, data });
    } else if ((await box?.open(name, data)) !== undefined) {
      findings.opened.push(path);
    } else {
      const former = await previous?.open(name, data);
      if (former === undefined) findings.closed.push(path);
      else findings.former.push({ path, sealed: true, data: former });
    }
  }
  return findings;
}

/** The name under which a file is sealed: the same on every system. */
function nameIn({ directory }: StoragePaths, path: string): string {
  return relative(directory, path).replaceAll(sep, "/");
}
