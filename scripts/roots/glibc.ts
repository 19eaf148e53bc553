import { debianTree } from "./debian.ts";
import type { RootRecipe } from "./root.ts";

/** The C library of Debian 11 (glibc 2.31, of 2020), the oldest that is at hand, and nothing that could be run. */
export function oldestGlibc(architecture: "amd64" | "arm64"): RootRecipe {
  return {
    name: `glibc-2.31-${architecture}`,
    revision: 1,
    build: (directory, say) =>
      debianTree(directory, { suite: "bullseye", architecture, packages: ["libc6"], what: "files" }, say),
  };
}
