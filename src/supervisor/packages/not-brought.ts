import { diskCode } from "../../packages/disk-code.ts";
import { errorMessage } from "../../runtime/error-message.ts";
import type { PackageFailure } from "./packages-state.ts";

/** What nobody expects on the way of a package: the package is not to blame. `what` is how the text begins. */
export function notBrought(error: unknown, what: string): PackageFailure {
  const code = diskCode(error) ?? "INTERNAL";
  const text = `${what} cannot be brought here: ${errorMessage(error)}`;
  return { code, phase: "downloading", text, isCondemned: false };
}
