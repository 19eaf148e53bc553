import { copyFile, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { root } from "../support/root.ts";
import { fetchNode, run } from "./fetch-node.ts";
import { type NodeArchitecture, pinnedNode } from "./pinned.ts";
import { restoreSymbolHashes } from "./symbol-hashes.ts";

/** The name inside the executable, which Node shows in its errors. */
const innerName = "opampsupervisor.cjs";

const postject = join(root, "node_modules/postject/dist/cli.js");

/** What Node looks for (Single executable applications, "Generating single executable applications with injected blob"). */
const resource = "NODE_SEA_BLOB";
const sentinelFuse = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";

export interface InjectOptions {
  arch: NodeArchitecture;
  /** Of CommonJS. */
  program: string;
  /** The executable that is made. */
  path: string;
  /** The processor of this machine, whose Node makes what goes into the other one. */
  host: NodeArchitecture;
}

/** Makes one executable of a Node and a program: a Node of the same version starts with the program that it holds. */
export async function inject({ arch, program, path, host }: InjectOptions): Promise<void> {
  const [target, maker] = [await fetchNode(arch), await fetchNode(host)];
  const scratch = await mkdtemp(join(dirname(path), ".build-"));
  try {
    await writeFile(join(scratch, innerName), program);
    // What is remembered of compiling would be that of the other processor.
    const configuration = { main: innerName, output: "blob", disableExperimentalSEAWarning: true, useCodeCache: false };
    await writeFile(join(scratch, "sea.json"), JSON.stringify(configuration));
    await run([maker.executable, "--experimental-sea-config", "sea.json"], scratch);
    const made = join(scratch, "executable");
    await copyFile(target.executable, made);
    await run([`${pinnedNode[arch].tools}strip`, made], scratch);
    await run([maker.executable, postject, made, resource, "blob", "--sentinel-fuse", sentinelFuse], scratch);
    await restoreSymbolHashes(made, target.executable);
    await rename(made, path);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
