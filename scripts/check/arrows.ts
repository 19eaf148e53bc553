import { existsSync } from "node:fs";
import { join } from "node:path";

import { capture } from "../support/capture.ts";
import { root } from "../support/root.ts";
import type { Verdict } from "./verdict.ts";

const folders = ["src", "scripts", "examples", "test"];

/** Holds the imports below `directory` against the rules of `.dependency-cruiser.cjs`. */
export async function arrows(directory: string): Promise<Verdict> {
  const { code, output } = await capture(
    [
      process.execPath,
      join(root, "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs"),
      "--config",
      join(root, ".dependency-cruiser.cjs"),
      "--output-type=err",
      ...folders.filter((folder) => existsSync(join(directory, folder))),
    ],
    { directory, env: { NO_COLOR: "1" } },
  );
  return code === 0 ? { passed: true } : { passed: false, reason: output };
}
