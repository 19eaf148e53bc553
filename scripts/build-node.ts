import { mkdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { type Built, otherVersion, projectVersion } from "./build.ts";
import { bundle } from "./node/bundle.ts";
import { compileNative } from "./node/compile-native.ts";
import { fetchNode } from "./node/fetch-node.ts";
import { inject } from "./node/inject.ts";
import { type NodeArchitecture, nodeArchitecture, ownArchitecture } from "./node/pinned.ts";
import { root } from "./support/root.ts";

export interface BuildNodeOptions {
  /** The processor, as Go spells it. Default: `ppc64le`, for which there is no Bun. */
  arch?: NodeArchitecture;
  /** Folder for the executable, relative to the project's root. Default `dist/node`. */
  out?: string;
  /** The program, relative to the project's root. Default `src/main-node.ts`. */
  entry?: string;
  /** What it says of itself. Default: the version of package.json. */
  version?: string;
}

/**
 * Makes the executable with Node in place of Bun, for Linux: `OUT/opampsupervisor_VERSION_linux_ARCH`. The same sources give the same
 * bytes, in whatever folder. Throws with the words of the tool that fails.
 */
export async function buildNode(options: BuildNodeOptions = {}): Promise<Built> {
  const { arch = "ppc64le", entry = "src/main-node.ts" } = options;
  const out = resolve(root, options.out ?? "dist/node");
  const version = options.version ?? (await projectVersion());
  await mkdir(out, { recursive: true });
  const native = await compileNative(arch, await fetchNode(arch));
  const program = await bundle({ entry, version, native });
  const path = join(out, `opampsupervisor_${version}_linux_${arch}`);
  await inject({ arch, program, path, host: ownArchitecture() });
  return { path, bytes: (await stat(path)).size };
}

/** The version of the same sources that takes the place of what is built, for tests of that. */
export function buildOtherNode(arch: NodeArchitecture): Promise<Built> {
  return buildNode({ arch, out: "dist/node/other", version: otherVersion });
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { arch: { type: "string" }, out: { type: "string" }, version: { type: "string" } },
  });
  const { arch, ...rest } = values;
  const { path, bytes } = await buildNode({
    ...rest,
    ...(arch !== undefined && { arch: nodeArchitecture.parse(arch) }),
  });
  console.log(`${path} (${(bytes / 1_000_000).toFixed(1)} MB)`);
}
