import { ensureGoProgram } from "../support/go-program.ts";
import type { GoProgramOutcome } from "../support/go-program.ts";

/** The youngest version of which every module can be had from the module proxy. */
const program = { package: "github.com/goreleaser/nfpm/v2/cmd/nfpm", version: "v2.45.2", minor: 25 };

/** nfpm, which writes packages without the tools of their systems. */
export function ensureNfpm(say: (line: string) => void = () => {}): Promise<GoProgramOutcome> {
  return ensureGoProgram(program, say);
}
