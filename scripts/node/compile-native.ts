import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { aptInstall } from "../support/apt.ts";
import { NoToolError } from "../support/no-tool-error.ts";
import { root } from "../support/root.ts";
import { type FetchedNode, run } from "./fetch-node.ts";
import { type NodeArchitecture, pinnedNode } from "./pinned.ts";

const source = join(root, "src/runtime/node/native-calls.c");

const flags = ["-std=c11", "-O2", "-Wall", "-Wextra", "-Werror", "-Wno-cast-function-type", "-fPIC", "-shared", "-s"];

/** The native part of the program for that processor, by Debian's compiler for it. Throws with its words where it fails. */
export async function compileNative(arch: NodeArchitecture, { headers }: FetchedNode): Promise<Uint8Array> {
  const { tools, compilerPackages } = pinnedNode[arch];
  if (Bun.which(`${tools}gcc`) === null) {
    for (const name of compilerPackages) {
      const outcome = await aptInstall(name);
      if (!outcome.done) throw new NoToolError(`there is no ${tools}gcc; ${outcome.reason}`);
    }
  }
  const scratch = await mkdtemp(join(tmpdir(), "opampsupervisor-native-"));
  try {
    const made = join(scratch, "native-calls.node");
    await run([`${tools}gcc`, ...flags, "-isystem", headers, "-o", made, source], scratch);
    return await readFile(made);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
