import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { generated, staleFiles } from "../generate.ts";
import { root } from "../support/root.ts";
import { arrows } from "./arrows.ts";
import { bunTool } from "./bun-tool.ts";
import { lint } from "./lint.ts";
import { silencedRules } from "./silenced-rules.ts";
import type { Verdict } from "./verdict.ts";

/** One thing that must hold for the whole source tree. */
export interface Check {
  name: string;
  run(): Promise<Verdict>;
}

/** All checks, in the order in which they are reported. */
export const checks: readonly Check[] = [
  { name: "format", run: () => bunTool(["fmt", "--check", "--no-script"]) },
  { name: "types", run: () => bunTool(["check", "--no-script"]) },
  { name: "types in the browser", run: () => bunTool(["check", "--no-script", "-p", "examples/server/client"]) },
  { name: "lint", run: () => lint(root) },
  { name: "no silenced rules", run: () => silencedRules(root) },
  { name: "arrows between rooms", run: () => arrows(root) },
  { name: "generated code is current", run: generatedCodeIsCurrent },
];

async function generatedCodeIsCurrent(): Promise<Verdict> {
  const scratch = await mkdtemp(join(tmpdir(), "opampsupervisor-generate-"));
  try {
    const stale = await staleFiles(scratch);
    if (stale.length === 0) return { passed: true };
    return {
      passed: false,
      reason: `not what proto/ gives now: ${stale.join(", ")} (of ${generated.length}); run bun run generate`,
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
