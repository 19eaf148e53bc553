import type { Candidate, Settings, State } from "../mind/state.ts";
import { log, type Turn } from "../mind/turn.ts";
import { sameCandidate } from "./candidate.ts";
import { condemns, type Failure, failureText } from "./failure.ts";
import { leaveLastResort } from "./fallback.ts";
import { goBack } from "./go-back.ts";
import type { OperatorPart } from "./operator-part.ts";

/** A change of what the operator has written, and what became of it. */
export interface OperatorChange {
  /** `undefined`: it could not be used at all. */
  operator: OperatorPart | undefined;
  /** What has changed: keys of `supervisor.yaml` with their sections, paths of files. */
  what: readonly string[];
  /** Milliseconds since the Unix epoch. */
  at: number;
  outcome: { is: "applying" } | { is: "applied" } | { is: "failed"; reason: string };
  /** Those before it, which return with a failure. */
  settingsBefore: Settings;
}

/**
 * The operator has changed the configuration of the supervisor or files of the Collector's. It goes the way of every change: composed,
 * checked, switched to, proved, on probation; and back to what was in force, settings and all, where it fails. One that comes before
 * the verdict on another takes its place.
 */
export function takeOperatorPart(
  turn: Turn,
  part: { operator: OperatorPart; settings: Settings; what: readonly string[] },
): void {
  const { state } = turn;
  const { operator, settings, what } = part;
  const { operatorChange: open } = state;
  const settingsBefore = open?.outcome.is === "applying" ? open.settingsBefore : state.settings;
  state.operatorChange = { operator, what, at: turn.now, outcome: { is: "applying" }, settingsBefore };
  state.settings = settings;
  state.desired = { ...state.desired, operator };
  leaveLastResort(state);
  log(turn, "info", "The operator has changed the configuration", { changed: what });
  turn.desiredChanged = true;
}

/** What was read is not used: for those who look. A change that is under way goes on. */
export function noteRefusedPart({ state, now: at }: Turn, reason: string): void {
  if (state.operatorChange?.outcome.is === "applying") return;
  const outcome = { is: "failed", reason } as const;
  state.operatorChange = { operator: undefined, what: [], at, outcome, settingsBefore: state.settings };
}

/** A candidate is in force, and with it this part. */
export function concludeOperatorPart(turn: Turn, { operator }: Candidate): void {
  const { state } = turn;
  const change = openChange(turn, operator);
  if (change === undefined) return;
  state.operatorChange = { ...change, outcome: { is: "applied" } };
  log(turn, "info", "The operator's change is in force", { changed: change.what });
}

/** The fallback runs with another part than what is in force, which is composed anew when it is needed, and shows then whether it works. */
export function acceptOperatorPart(turn: Turn, { operator }: Candidate): void {
  const { state } = turn;
  if (operator === state.accepted.operator) return;
  state.partBefore ??= { operator: state.accepted.operator };
  state.accepted = { ...state.accepted, operator };
  state.good = undefined;
  concludeOperatorPart(turn, state.accepted);
}

/**
 * A candidate with another part of the operator's than the one in force has failed. That part is to blame first: it came without a
 * check of anybody, and what the server has offered beside it gets a trial of its own.
 */
export function failOperatorPart(turn: Turn, candidate: Candidate, reason: string): void {
  const { state } = turn;
  refuseOperatorPart(turn, candidate.operator, reason);
  const { accepted } = state;
  state.desired = { ...state.desired, operator: accepted.operator };
  if (sameCandidate(state.desired, accepted)) return goBack(turn);
  turn.desiredChanged = true;
}

/** A part does not work: its settings go with it. A newer one may be under way by now. */
export function refuseOperatorPart(turn: Turn, operator: OperatorPart | undefined, reason: string): void {
  const { state } = turn;
  const { operatorChange: change } = state;
  if (operator === undefined || change?.operator !== operator || change.outcome.is === "failed") return;
  state.settings = change.settingsBefore;
  state.operatorChange = { ...change, outcome: { is: "failed", reason } };
  log(turn, "error", "The operator's change has failed: what was in force before it returns", {
    changed: change.what,
    reason,
  });
}

/**
 * Whether what is in force has failed for the sake of a part with which it has never run: that came while a fallback ran, and all else
 * of it has worked before.
 */
export function isPartToBlame({ accepted, partBefore }: State, candidate: Candidate, failure: Failure): boolean {
  return partBefore !== undefined && sameCandidate(candidate, accepted) && condemns(failure);
}

/** The part that has run before returns, and with it what is in force. */
export function withdrawPart(turn: Turn, failure: Failure): void {
  const { state } = turn;
  const { accepted, desired, lastGood, partBefore } = state;
  const operator = partBefore?.operator;
  refuseOperatorPart(turn, accepted.operator, failureText(failure));
  state.partBefore = undefined;
  state.accepted = { ...accepted, operator };
  state.good = undefined;
  if (desired.operator === accepted.operator) state.desired = { ...desired, operator };
  if (lastGood.candidate.operator === accepted.operator) {
    state.lastGood = { candidate: { ...lastGood.candidate, operator }, composition: undefined };
  }
  turn.desiredChanged = true;
}

function openChange({ state }: Turn, operator: OperatorPart | undefined): OperatorChange | undefined {
  const { operatorChange: change } = state;
  return operator !== undefined && change?.operator === operator && change.outcome.is === "applying"
    ? change
    : undefined;
}
