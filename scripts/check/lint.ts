import { existsSync } from "node:fs";
import { join } from "node:path";

import { capture } from "../support/capture.ts";
import { root } from "../support/root.ts";
import type { Verdict } from "./verdict.ts";

/**
 * Runs oxlint with the types of TypeScript over `directory`, which holds its own `.oxlintrc.json` and `tsconfig.json`.
 * The type-aware half is started as the native program it is: its wrapper needs a `node` on PATH.
 */
export async function lint(directory: string): Promise<Verdict> {
  const name = process.platform === "win32" ? "tsgolint.exe" : "tsgolint";
  const native = join(root, "node_modules/@oxlint-tsgolint", `${process.platform}-${process.arch}`, name);
  const { code, output } = await capture(
    [process.execPath, join(root, "node_modules/oxlint/bin/oxlint"), "--type-aware", "--format=unix"],
    { directory, env: existsSync(native) ? { OXLINT_TSGOLINT_PATH: native } : {} },
  );
  return code === 0 ? { passed: true } : { passed: false, reason: output };
}
