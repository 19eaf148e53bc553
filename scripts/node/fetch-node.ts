import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

import { cacheDirectory } from "../support/cache-directory.ts";
import { capture } from "../support/capture.ts";
import { type NodeArchitecture, nodeVersion, pinnedNode } from "./pinned.ts";

/** A Node in the user's cache. */
export interface FetchedNode {
  executable: string;
  /** Folder of `node_api.h`. */
  headers: string;
  /** File with the licence of Node, and those of what it is made of. */
  licence: string;
}

/**
 * The pinned Node for that processor, by way of npm where it is not kept yet. Throws where it cannot be had, or is not what was
 * pinned.
 */
export async function fetchNode(arch: NodeArchitecture): Promise<FetchedNode> {
  const folder = join(cacheDirectory(), "node", nodeVersion, arch);
  if (!existsSync(folder)) await fetchInto(folder, arch);
  return {
    executable: join(folder, "bin/node"),
    headers: join(folder, "include/node"),
    licence: join(folder, "LICENSE"),
  };
}

/** It is in its place as a whole, or not at all. */
async function fetchInto(folder: string, arch: NodeArchitecture): Promise<void> {
  const { package: name, sha512 } = pinnedNode[arch];
  await mkdir(dirname(folder), { recursive: true });
  const scratch = await mkdtemp(`${folder}.tmp-`);
  try {
    await run(["npm", "pack", "--silent", `${name}@${nodeVersion}`], scratch);
    const archive = join(scratch, `${name}-${nodeVersion}.tgz`);
    const found = createHash("sha512")
      .update(await readFile(archive))
      .digest("base64");
    if (found !== sha512) throw new Error(`${name}@${nodeVersion} is not what was pinned: its SHA-512 is ${found}`);
    await run(["tar", "-xzf", archive], scratch);
    await rename(join(scratch, "package"), folder).catch((error: unknown) => {
      // Somebody else was faster.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** What a command prints. Throws with its words where it fails. */
export async function run(command: readonly string[], directory: string): Promise<string> {
  const { code, stdout, output } = await capture(command, { directory });
  if (code !== 0) throw new Error(`${command.slice(0, 2).join(" ")} failed:\n${output}`);
  return stdout;
}
