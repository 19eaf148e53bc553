import { holdUntil } from "../operator/hold-words.ts";
import type { Observed, Remark } from "./observed.ts";

/** What operators and the server order. */
export function observeOrders({ before, event, after, effects }: Observed): Remark[] {
  const remarks: Remark[] = [];
  if (event.is === "RestartRequested") {
    remarks.push({ event: event.by === "operator" ? "operator-order" : "server-order", order: "restart" });
  } else if (event.is === "RetryRequested") {
    remarks.push({ event: "operator-order", order: "retry" });
  } else if (event.is === "ConfigRollbackRequested") {
    remarks.push({ event: "operator-order", order: "rollback" });
  } else if (event.is === "RollbackRequested") {
    const version = event.version === undefined ? {} : { version: event.version };
    remarks.push({ event: "operator-order", order: "packages rollback", ...version });
  } else if (event.is === "StopRequested" && !before.stopRequested) {
    remarks.push({ event: "supervisor-stopping" });
  }
  if (after.hold !== undefined && after.hold !== before.hold) {
    const until = holdUntil(after.hold);
    const { reason } = after.hold;
    remarks.push({ event: "hold", by: "operator", ...(reason !== "" && { reason }), ...(until && { until }) });
  }
  if (before.hold !== undefined && after.hold === undefined) {
    remarks.push({ event: "release", by: event.is === "ReleaseRequested" ? "operator" : "time" });
  }
  if (effects.some((effect) => effect.do === "Finish")) remarks.push({ event: "supervisor-stopped" });
  return remarks;
}
