import { readFile } from "node:fs/promises";

import { buildNode } from "../build-node.ts";
import { build, type Built } from "../build.ts";
import type { Executable } from "../distro/build-distro-packages.ts";
import { fetchNode } from "../node/fetch-node.ts";
import { nodeVersion, pinnedNode } from "../node/pinned.ts";
import { fetchRuntime } from "./fetch-runtime.ts";
import { bunRuntimes, type Runtime } from "./runtimes.ts";

export interface TargetBuild {
  /** Absolute folder for the executable. */
  out: string;
  version: string;
  /** The program. Default: the supervisor. */
  entry?: string;
}

/** A system and processor that the supervisor is released for. */
export interface Target {
  /** As file names have it. */
  name: string;
  /** The distributions' packages that its executable becomes part of. Default: none. */
  distro?: Pick<Executable, "arch" | "libc">;
  /** What becomes part of its executable. */
  runtime: Runtime;
  /** What the runtime's licences ask to be handed on, where it is no Bun. */
  notices?(): Promise<string>;
  /** Compiles to `OUT/opampsupervisor_VERSION_NAME`, `.exe` for Windows; the same sources give the same bytes. */
  build(options: TargetBuild): Promise<Built>;
}

const withBun: readonly Target[] = Object.entries(bunRuntimes).map(([name, runtime]) => ({
  name,
  ...distroOf(name),
  runtime,
  build: async (options) => {
    const compilerName = runtime.name.replace("@oven/", "").replace("aarch64", "arm64");
    return build({ ...options, target: { name, compilerName, runtime: await fetchRuntime(runtime) } });
  },
}));

/** The processor that there is no Bun for. */
const withNode: Target = {
  name: "linux_ppc64le",
  ...distroOf("linux_ppc64le"),
  runtime: {
    name: pinnedNode.ppc64le.package,
    version: nodeVersion,
    integrity: `sha512-${pinnedNode.ppc64le.sha512}`,
    licence: "MIT",
  },
  notices: async () => await readFile((await fetchNode("ppc64le")).licence, "utf8"),
  build: async (options) => await buildNode({ ...options, arch: "ppc64le" }),
};

/** Everything that is released, each with what builds it. */
export const targets: readonly Target[] = [...withBun, withNode];

function distroOf(name: string): Pick<Target, "distro"> {
  const [, arch, musl] = /^linux_(amd64|arm64|ppc64le)(_musl)?$/.exec(name) ?? [];
  if (arch !== "amd64" && arch !== "arm64" && arch !== "ppc64le") return {};
  return { distro: { arch, libc: musl === undefined ? "glibc" : "musl" } };
}

/** @throws {Error} with the names that there are, where there is none of this one */
export function targetNamed(name: string): Target {
  const found = targets.find((target) => target.name === name);
  if (found === undefined) {
    throw new Error(`there is no target ${name}; there are ${targets.map((target) => target.name).join(", ")}`);
  }
  return found;
}
