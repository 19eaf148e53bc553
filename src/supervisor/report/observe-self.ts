import { supervisorName } from "../../packages/plan.ts";
import { type Observed, reasonOf, type Remark } from "./observed.ts";

/** What becomes of the operator's way back to another version of the supervisor. */
export function observeSelf({ before, after }: Observed): Remark[] {
  const [old, now] = [before.self.record.failedRollback, after.self.record.failedRollback];
  if (now === undefined || now === old) return [];
  const { version, reason } = now;
  return [
    {
      event: "package-failed",
      name: supervisorName,
      ...(version !== "" && { version }),
      by: "operator",
      ...reasonOf(reason),
    },
  ];
}
