import { ensureGoProgram } from "../support/go-program.ts";
import type { Need } from "./needs.ts";

/** The program that others sign and verify with, as `COSIGN`. */
export const cosign: Need = {
  name: "cosign",
  async supply(say) {
    const program = { package: "github.com/sigstore/cosign/v2/cmd/cosign", version: "v2.6.1", minor: 25 };
    const outcome = await ensureGoProgram(program, say);
    if (!outcome.found) return { kind: "absent", reason: outcome.reason };
    return { kind: "there", env: { COSIGN: outcome.path }, note: outcome.path };
  },
};
