import type { AccessWish, Account } from "../process-ports.ts";

/** First argument that makes the executable a trampoline, which becomes another program. */
export const trampolineCommand = "__exec";

/**
 * Descriptor on which the trampoline waits for its order, one line of JSON, and reports why it could not carry it out; a
 * successful exec closes it.
 */
export const orderDescriptor = 3;

/** What the trampoline is told to do. */
export type Order = BecomeOrder | LookOrder;

/** To become another program. */
export interface BecomeOrder {
  executable: string;
  args: readonly string[];
  /** The whole environment. */
  env: Readonly<Record<string, string>>;
  /** Takes standard output and standard error, appended. Default: those that the trampoline was started with. */
  outputFile?: string;
  /** Whom it is to run as. Default: whom the trampoline runs as. */
  account?: Account;
}

/** To say what the system answers to an account: a JSON list of errno names, empty where a wish is granted. */
export interface LookOrder {
  account: Account;
  wishes: readonly AccessWish[];
}
