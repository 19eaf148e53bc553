import type { Files } from "../../src/runtime/ports.ts";
import { CredentialFiles } from "../../src/storage/credential-files.ts";
import { storagePaths } from "../../src/storage/paths.ts";

/** Certificates and keys of the Collector's connections in `/state`, for those who need no whole storage. */
export function credentialsOn(files: Files): CredentialFiles {
  const storage = {
    paths: storagePaths("/state"),
    makeDirectoryForCollector: (path: string) => files.ensureDirectory(path),
    writeForCollector: (path: string, content: string) => files.write(path, content),
  };
  return new CredentialFiles({ files, storage, workingDirectory: "/" });
}
