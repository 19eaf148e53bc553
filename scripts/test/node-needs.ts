import { existsSync } from "node:fs";

import { buildNode, buildOtherNode } from "../build-node.ts";
import { ownArchitecture } from "../node/pinned.ts";
import { aptInstall } from "../support/apt.ts";
import { buildNeed, type Need } from "./needs.ts";

/** The executable that is built with Node, for this machine, in the place of the one of Bun. */
export const nodeExecutable = buildNeed("build with Node", "OPAMPSUPERVISOR_EXECUTABLE", () =>
  buildNode({ arch: ownArchitecture() }),
);

/** The same sources under another version. */
export const otherNodeExecutable = buildNeed("build of another version with Node", "OPAMPSUPERVISOR_OTHER", () =>
  buildOtherNode(ownArchitecture()),
);

/** The executable for ppc64le, as `OPAMPSUPERVISOR_PPC64LE`. */
export const ppc64leExecutable = buildNeed("build for ppc64le", "OPAMPSUPERVISOR_PPC64LE", () => buildNode());

/** What runs it here, by the file that each of Debian's packages brings. */
const emulation: Readonly<Record<string, string>> = {
  "qemu-user-static": "/usr/libexec/qemu-binfmt/ppc64le-binfmt-P",
  "libc6-ppc64el-cross": "/usr/powerpc64le-linux-gnu/lib/ld64.so.2",
  "libstdc++6-ppc64el-cross": "/usr/powerpc64le-linux-gnu/lib/libstdc++.so.6",
};

/** Programs for ppc64le and their libraries: what is there, else Debian's. */
export const ppc64leEmulation: Need = {
  name: "emulation of ppc64le",
  async supply(say) {
    for (const [name, file] of Object.entries(emulation)) {
      if (existsSync(file)) continue;
      const outcome = await aptInstall(name, say);
      if (!outcome.done) return { kind: "absent", reason: `there is no ${file}; ${outcome.reason}` };
    }
    return { kind: "there", env: {}, note: Object.values(emulation).join(", ") };
  },
};
