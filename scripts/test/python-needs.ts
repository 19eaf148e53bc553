import { existsSync } from "node:fs";
import { join } from "node:path";

import { aptInstall } from "../support/apt.ts";
import { cacheDirectory } from "../support/cache-directory.ts";
import { capture } from "../support/capture.ts";
import type { Need } from "./needs.ts";

const requirement = "spdx-tools==0.8.5";

/** The validator of the SPDX project, as `PYSPDXTOOLS`: in an environment of Python that is kept in the user's cache. */
export const spdxTools: Need = {
  name: "the tools of SPDX",
  async supply(say) {
    const folder = join(cacheDirectory(), "python", requirement.replace("==", "-"));
    const program = join(folder, "bin/pyspdxtools");
    const there = { kind: "there", env: { PYSPDXTOOLS: program }, note: program } as const;
    if (existsSync(program)) return there;
    const create = async () =>
      (await capture(["python3", "-m", "venv", "--clear", folder]).catch(() => undefined))?.code;
    if ((await create()) !== 0) {
      const outcome = await aptInstall("python3-venv", say);
      if (!outcome.done) return { kind: "absent", reason: outcome.reason };
      if ((await create()) !== 0) return { kind: "absent", reason: "python3 makes no environment" };
    }
    say(`installing ${requirement}`);
    const { code, output } = await capture([join(folder, "bin/pip"), "install", "--quiet", requirement]);
    return code === 0 ? there : { kind: "absent", reason: output };
  },
};
