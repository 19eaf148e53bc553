import type { PackageConfig } from "../../config/package-types.ts";
import type { Files } from "../../runtime/ports.ts";
import type { State } from "../mind/state.ts";
import { cannotRollBackSelf, selfRollbackTarget } from "./self-orders.ts";
import type { WayBack } from "./way-back.ts";

export interface SelfWayBackOptions {
  /** Of the mind. */
  state(): Pick<State, "self">;
  /** Where packages of the supervisor lie, absolute. */
  directory: string;
  files: Pick<Files, "stat" | "pieces" | "read">;
  verifier: PackageConfig["verifier"];
}

/** See `findWayBack`; of the supervisor itself, in the end to the executable that the operator has installed. */
export async function findSelfWayBack(
  version: string | undefined,
  { state, directory, files, verifier }: SelfWayBackOptions,
): Promise<WayBack> {
  const [{ findWayBack }, { trustFault }, { ProgramGuard }] = await Promise.all([
    import("./way-back.ts"),
    import("../../packages/trust/verifier-print.ts"),
    import("../../packages/program-guard.ts"),
  ]);
  const guard = new ProgramGuard({ directory, files });
  return await findWayBack(version, {
    target: (passedOver) => selfRollbackTarget(state().self, version, passedOver),
    refusal: (passedOver) => {
      const message = cannotRollBackSelf(state().self, version, passedOver);
      return message === undefined ? undefined : { code: "NO_SUCH_VERSION", message };
    },
    lookAt: (stored) => guard.fault(stored),
    trustFault: (stored) => trustFault(stored.verifier, verifier, files),
  });
}
