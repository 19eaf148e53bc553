import { RemoteConfigStatuses } from "../../opamp/wire/messages.ts";
import type { Failure } from "../apply/failure.ts";
import { isWithdrawal } from "../apply/probation.ts";
import { isRolledBack } from "../apply/rollback.ts";
import type { Candidate, RemoteStatus } from "../mind/state.ts";
import { type Observed, reasonOf, type Remark } from "./observed.ts";

/** What becomes of configurations. */
export function observeConfiguration(observed: Observed): Remark[] {
  const { before, after } = observed;
  const remarks: Remark[] = [...trial(observed)];
  if (after.offered !== before.offered && after.offered !== undefined) {
    remarks.unshift({ event: "configuration-offered", hash: after.offered.id });
  }
  if (after.held.remote !== before.held.remote && after.held.remote !== undefined) {
    remarks.push({ event: "configuration-held", hash: after.held.remote.id });
  }
  if (after.apply.is === "reverting" && before.apply.is !== "reverting") {
    remarks.push({ event: "going-back", ...hashOf(after.apply.composition.candidate) });
  }
  if (before.rollback !== undefined && after.rollback === undefined && after.desired.remote !== before.rollback.to) {
    remarks.push({
      event: "rollback-failed",
      ...hashOf({ remote: before.rollback.to }),
      ...(after.trouble && reasonOf(after.trouble)),
    });
  }
  if (after.remoteStatus !== before.remoteStatus && after.remoteStatus !== undefined) {
    remarks.push(...verdict(after.remoteStatus));
  }
  const isPromoted = after.lastGood !== before.lastGood && after.lastGood.candidate === after.accepted;
  if (isPromoted && after.lastGood.candidate.remote !== before.lastGood.candidate.remote) {
    remarks.push({ event: "configuration-good", ...hashOf(after.accepted) });
  }
  if (after.fallback === "in-force" || after.fallback === "last-resort") {
    const reason = after.fallback === "in-force" ? "the server is not reached" : "nothing else can be composed";
    if (after.fallback !== before.fallback) remarks.push({ event: "fallback-entered", reason });
  } else if (before.fallback === "in-force" || before.fallback === "last-resort") {
    remarks.push({ event: "fallback-left" });
  }
  return remarks;
}

/** Answers that were awaited; late ones say nothing. */
function trial({ before, event }: Observed): Remark[] {
  const { apply } = before;
  if (event.is === "Composed" && apply.is === "composing" && apply.ticket === event.ticket && !apply.overtaken) {
    const hash = hashOf(apply.candidate);
    if (event.outcome.composed) return [{ event: "configuration-composed", ...hash }];
    return [{ event: "composing-failed", ...hash, ...failureOf(event.outcome.failure) }];
  }
  if (event.is === "Checked" && apply.is === "validating" && apply.ticket === event.ticket) {
    const hash = hashOf(apply.composition.candidate);
    if (event.outcome.passed) return [{ event: "check-passed", ...hash }];
    return [{ event: "check-failed", ...hash, ...failureOf(event.outcome.failure) }];
  }
  return [];
}

function verdict({ id, status, error }: RemoteStatus): Remark[] {
  if (status === RemoteConfigStatuses.RemoteConfigStatuses_APPLIED)
    return [{ event: "configuration-applied", hash: id }];
  if (status !== RemoteConfigStatuses.RemoteConfigStatuses_FAILED) return [];
  const taken = isWithdrawal(error) ? "configuration-withdrawn" : "configuration-failed";
  return [{ event: isRolledBack(error) ? "configuration-rolled-back" : taken, hash: id, ...reasonOf(error) }];
}

function failureOf({ code, text }: Failure): Pick<Remark, "code" | "reason"> {
  return { code, reason: text };
}

/** Of the remote part; the operator's own layers have none. */
function hashOf({ remote }: Pick<Candidate, "remote">): Pick<Remark, "hash"> {
  return remote === undefined ? {} : { hash: remote.id };
}
