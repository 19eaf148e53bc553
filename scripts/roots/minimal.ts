import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { debianTree } from "./debian.ts";
import type { RootRecipe } from "./root.ts";

/** All that the executable for glibc needs of a system: the libraries that it names, the loader among them. */
export const neededLibraries = [
  "/lib64/ld-linux-x86-64.so.2",
  "/lib/x86_64-linux-gnu/libc.so.6",
  "/lib/x86_64-linux-gnu/libdl.so.2",
  "/lib/x86_64-linux-gnu/libm.so.6",
  "/lib/x86_64-linux-gnu/libpthread.so.0",
] as const;

/** Where the certificates of authorities are looked for first. */
export const authoritiesFile = "/etc/ssl/certs/ca-certificates.crt";

/** The root of a small container: the libraries of Debian 12, a place for certificates, and `/etc/hosts`. */
export const minimal: RootRecipe = {
  name: "minimal-amd64",
  revision: 1,
  async build(directory, say) {
    const whole = await mkdtemp(join(tmpdir(), "opampsupervisor-root-"));
    try {
      await debianTree(whole, { suite: "bookworm", architecture: "amd64", packages: ["libc6"], what: "files" }, say);
      for (const path of neededLibraries) {
        await mkdir(dirname(join(directory, path)), { recursive: true });
        await cp(join(whole, path), join(directory, path), { dereference: true });
      }
    } finally {
      await rm(whole, { recursive: true, force: true });
    }
    await mkdir(dirname(join(directory, authoritiesFile)), { recursive: true });
    await writeFile(join(directory, authoritiesFile), "");
    await writeFile(join(directory, "etc/hosts"), "127.0.0.1 localhost\n");
  },
};
