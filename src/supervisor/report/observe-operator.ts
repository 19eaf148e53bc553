import { type Observed, reasonOf, type Remark } from "./observed.ts";

/** What becomes of what the operator has written anew. */
export function observeOperator({ before, after }: Observed): Remark[] {
  const [old, now] = [before.operatorChange, after.operatorChange];
  if (now === undefined || now === old) return [];
  const { outcome, what } = now;
  if (outcome.is === "applied") return [{ event: "operator-change-applied" }];
  if (outcome.is === "failed") return [{ event: "operator-change-failed", ...reasonOf(outcome.reason) }];
  return [{ event: "operator-change", by: "operator", reason: what.join(", ") }];
}
