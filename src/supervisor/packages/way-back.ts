import type { Answer, OrderCode } from "../../control/protocol.ts";
import type { StoredPackage } from "../../storage/packages-record.ts";

/** Where a rollback leads, or why it is refused. */
export type WayBack =
  /** `passedOver`: hashes of what is not gone back to; `notes`: why. */
  { is: "there"; passedOver: readonly string[]; notes: readonly string[] } | { is: "none"; answer: Answer };

export interface WayBackOptions {
  /** What the mind would go back to past these (hashes); `undefined`: nothing. */
  target(passedOver: readonly string[]): StoredPackage | "operator's" | undefined;
  /** Why there is no going back past these; `undefined` where there is. */
  refusal(passedOver: readonly string[]): { code: OrderCode; message: string } | undefined;
  /** Why the program is not what was installed, which the mind has been told; `undefined` where it is. */
  lookAt(stored: StoredPackage): Promise<string | undefined>;
  /** Why it would not be taken under what the operator trusts now; `undefined` where it would. */
  trustFault(stored: StoredPackage): Promise<string | undefined>;
}

/**
 * Looks where a rollback leads before it is promised. What is not there as it was installed, and what would not be trusted any more, is
 * refused where the operator has named it, and passed over otherwise; in the end his own executable runs.
 */
export async function findWayBack(version: string | undefined, options: WayBackOptions): Promise<WayBack> {
  const notes: string[] = [];
  const passedOver: string[] = [];
  for (;;) {
    const target = options.target(passedOver);
    const refusal = options.refusal(passedOver);
    if (refusal !== undefined) return refused(refusal.code, [...notes, refusal.message].join("; "));
    if (target === "operator's" || target === undefined) break;
    const fault = (await options.lookAt(target)) ?? (await options.trustFault(target));
    if (fault === undefined) break;
    if (version !== undefined) return refused(codeIn(fault), fault);
    notes.push(fault);
    passedOver.push(target.hash);
  }
  return { is: "there", passedOver, notes };
}

function refused(code: OrderCode, message: string): WayBack {
  return { is: "none", answer: { taken: false, code, message } };
}

/** `CODE: text`. */
function codeIn(fault: string): OrderCode {
  return faultCodes.find((code) => fault.startsWith(`${code}: `)) ?? "FAILED";
}

const faultCodes = ["PACKAGE_LOST", "PACKAGE_UNREADABLE", "VERIFIER_CHANGED", "VERIFIER_UNUSABLE"] as const;
