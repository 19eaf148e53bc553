import { aptInstall } from "../support/apt.ts";
import { run } from "./root.ts";

export interface DebianTree {
  /** For example `bullseye`. */
  suite: string;
  architecture: "amd64" | "arm64";
  packages: readonly string[];
  /** `files`: these packages and what they depend on, unpacked and nothing run. `system`: installed, beside apt and what is essential. */
  what: "files" | "system";
}

/** Puts packages of Debian into an empty directory, from where this machine gets its own. */
export async function debianTree(directory: string, tree: DebianTree, say: (line: string) => void): Promise<void> {
  if (Bun.which("mmdebstrap") === null) {
    const installed = await aptInstall("mmdebstrap", say);
    if (!installed.done) throw new Error(`there is no mmdebstrap; ${installed.reason}`);
  }
  await run([
    "mmdebstrap",
    "--quiet",
    `--variant=${tree.what === "files" ? "extract" : "apt"}`,
    `--include=${tree.packages.join(",")}`,
    `--architectures=${tree.architecture}`,
    "--skip=chroot/mount/sys,chroot/mount/proc",
    tree.suite,
    directory,
    await ownMirror(),
  ]);
}

/** The address that this machine's own packages come from. */
async function ownMirror(): Promise<string> {
  const targets = await run(["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"]);
  const mirror = targets.split("\n").find((uri) => /\/debian\/?$/.test(uri));
  if (mirror === undefined) throw new Error("apt knows no mirror of Debian");
  return mirror;
}
