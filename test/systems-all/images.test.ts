import { expect, test } from "bun:test";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { makeImages } from "../../scripts/images.ts";
import { enterRoot } from "../../scripts/roots/enter.ts";
import { capture } from "../../scripts/support/capture.ts";
import { unpacked } from "../images/container.ts";
import { readLayout } from "../images/layout.ts";
import { builtFor, builtVersion } from "../support/built-for.ts";
import { scratchDirectory } from "../support/scratch.ts";

test.each([
  ["arm64", /^opampsupervisor 1\.2\.3 \(linux\/arm64, bun /],
  ["ppc64le", /^opampsupervisor 1\.2\.3 \(linux\/ppc64le, node /],
] as const)(
  "the root of the image for %s holds all that the program needs on such a processor",
  async (arch, said) => {
    const out = scratchDirectory();
    const supervisors = { [arch]: await builtFor(`linux_${arch}`, "opampsupervisor") };
    const [made] = await makeImages({ version: builtVersion, supervisors, collectors: {}, out });
    const layout = made?.layout ?? "";
    const rootfs = await unpacked(layout, builtVersion, join(out, "unpacked"));
    for (const place of ["proc", "dev"]) await mkdir(join(rootfs, place));
    const [program = ""] = (await readLayout(layout)).config(arch).Entrypoint;
    const { code, output } = await capture(
      enterRoot({ root: rootfs, command: [program, "version"], emulates: arch, readOnly: true }),
    );
    expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(said) });
  },
  120_000,
);
