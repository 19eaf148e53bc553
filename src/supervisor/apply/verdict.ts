import { RemoteConfigStatuses } from "../../opamp/wire/messages.ts";
import { forgetRestart } from "../collector/keepalive.ts";
import type { Candidate, Composition, State } from "../mind/state.ts";
import { cancelTimer, log, type Turn } from "../mind/turn.ts";
import { setAddons } from "../packages/addon-changes.ts";
import { refersToNew, takeAddons } from "../packages/addon-unused.ts";
import { endAddonTrial, failAddons, isAddonTrial } from "../packages/addon-verdict.ts";
import {
  acceptProgram,
  failProgram,
  isFirstRun,
  isProgramNew,
  isProgramToBlame,
  isProgramTrial,
  withdrawProgram,
  withdrawUntried,
} from "../packages/program-verdict.ts";
import { applyConnections, keepConnections, refuseConnections } from "../server/settings-ledger.ts";
import { sameCandidate } from "./candidate.ts";
import { type Failure, failureText, verdictText } from "./failure.ts";
import { leaveLastResort } from "./fallback.ts";
import { goBack } from "./go-back.ts";
import {
  acceptOperatorPart,
  concludeOperatorPart,
  failOperatorPart,
  isPartToBlame,
  withdrawPart,
} from "./operator-change.ts";
import { beginProbation, keepWorking } from "./probation.ts";
import { sameRemote } from "./remote-config.ts";
import { awaited, type Failed, reject, setRemoteStatus } from "./remote-status.ts";
import { isRollback, takeRolledBack } from "./rollback.ts";

/** The candidate runs and is proved. */
export function accept(turn: Turn, composition: Composition): void {
  if (composition.candidate.fallback === true) {
    cancelTimer(turn, "proof");
    turn.state.apply = { is: "idle" };
    if (isProgramTrial(turn.state, composition.candidate)) acceptUnderFallback(turn, composition.candidate);
    else if (isProgramNew(turn.state) && turn.state.timers.probation === undefined) beginProbation(turn);
    acceptOperatorPart(turn, composition.candidate);
    return log(turn, "info", "The fallback configuration runs");
  }
  turn.state.good = composition;
  turn.state.partBefore = undefined;
  commit(turn, composition.candidate);
}

/** The candidate is in force; it is the last good one when it has been so for the time of probation. */
export function commit(turn: Turn, candidate: Candidate): void {
  const { state } = turn;
  cancelTimer(turn, "proof");
  state.apply = { is: "idle" };
  endTrial(turn);
  const remote = awaited(turn, candidate);
  if (isProgramTrial(state, candidate)) acceptProgram(turn);
  keepConnections(turn, state.accepted.connections, candidate.connections);
  if (candidate.remote !== state.accepted.remote) keepWorking(turn, candidate.remote);
  state.accepted = candidate;
  concludeOperatorPart(turn, candidate);
  setAddons(turn, { isDue: true });
  applyConnections(turn, candidate.connections);
  takeRolledBack(turn, candidate);
  beginProbation(turn);
  if (remote === undefined) return;
  state.pending = undefined;
  setRemoteStatus(turn, remote, RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
  log(turn, "info", "Remote configuration applied", { remoteConfig: remote.id, ...cost(turn) });
}

/**
 * A candidate has failed: the server is told, and the last good configuration goes back where the candidate has taken
 * its place. Connections that came with a remote configuration that failed get a trial of their own; where the remote
 * configuration is the one in force, they are what has failed, and its verdict is still to come.
 */
export function fail(turn: Turn, failed: Failed, failure: Failure): void {
  const { state } = turn;
  const { candidate } = failed;
  const reason = failureText(failure);
  const hasNewConnections = candidate.connections !== state.accepted.connections;
  cancelTimer(turn, "proof");
  state.apply = { is: "idle" };
  endTrial(turn);
  forgetRestart(turn);
  if (state.process.is !== "up" || !state.process.proven) state.trouble = reason;
  if (isProgramTrial(state, candidate)) return failProgram(turn, failure);
  if (isProgramToBlame(state, candidate, failure)) return withdrawProgram(turn, failure);
  if (candidate.fallback === true) return failFallback(turn, reason);
  if (isFirstRun(state, candidate, failure)) return withdrawUntried(turn, failure);
  if (isPartToBlame(state, candidate, failure)) return withdrawPart(turn, failure);
  if (candidate.operator !== state.accepted.operator) return failOperatorPart(turn, candidate, reason);
  const isOfAddons = isAddonTrial(state, candidate);
  const isOfRollback = isRollback(state, candidate);
  const keepsPlace = !isOfAddons && !isOfRollback && isKeptInPlace(state, candidate);
  if (keepsPlace) takeAddons(turn, candidate);
  else failAddons(turn, failed, failure);
  if (isOfAddons && refersToNew(state, failed)) reject(turn, failed, failure, reason);
  const remote = awaited(turn, candidate);
  log(turn, "error", "Configuration failed", { remoteConfig: candidate.remote?.id, phase: failure.phase, reason });
  if (isOfRollback) return failRollback(turn, failed, failure);
  if (remote === undefined) {
    if (hasNewConnections) refuseConnections(turn, candidate.connections, reason);
    return revert(turn, candidate, { isInAnyCase: isOfAddons });
  }
  if (isOfAddons || (hasNewConnections && sameRemote(remote, state.accepted.remote))) {
    if (hasNewConnections) refuseConnections(turn, candidate.connections, reason);
    state.desired = { ...state.accepted, remote };
    turn.desiredChanged = true;
    return;
  }
  state.pending = undefined;
  setRemoteStatus(turn, remote, RemoteConfigStatuses.RemoteConfigStatuses_FAILED, verdictText(failure));
  if (failure.phase !== "composing") reject(turn, failed, failure, reason);
  if (!hasNewConnections) return revert(turn, candidate, { isInAnyCase: false });
  state.desired = { ...state.accepted, connections: candidate.connections };
  turn.desiredChanged = true;
}

/** What is in force is composed anew for it: with another program it may run again. */
function acceptUnderFallback(turn: Turn, { program }: Candidate): void {
  const { state } = turn;
  acceptProgram(turn);
  state.accepted = { ...state.accepted, program };
  state.good = undefined;
  beginProbation(turn);
  leaveLastResort(state);
  turn.desiredChanged = true;
}

/** What was in force goes on, or comes back: nobody has asked for a rollback that does not work to stay. */
function failRollback(turn: Turn, { candidate }: Failed, failure: Failure): void {
  const { state } = turn;
  const { accepted, target } = state;
  state.rollback = undefined;
  state.desired = accepted;
  log(turn, "error", "Going back has failed", { to: candidate.remote?.id, reason: failureText(failure) });
  const isInPlace = target.is === "run" && sameCandidate(target.composition.candidate, candidate);
  if (isInPlace) goBack(turn);
}

/** Whatever is on trial is not any more. */
export function endTrial(turn: Turn): void {
  const { state } = turn;
  state.trialBegun = undefined;
  endAddonTrial(turn);
  if (state.trial === undefined) return;
  state.trial = undefined;
  turn.effects.push({ do: "SaveTrial", trial: undefined });
}

/** Instead of a fallback that does not work what is in force runs, if it can. */
function failFallback(turn: Turn, reason: string): void {
  const { state } = turn;
  log(turn, "error", "The fallback configuration failed", { reason });
  turn.desiredChanged = state.fallback === "in-force";
  state.fallback = "none";
}

/**
 * Back to what was in force. Where the failed inputs are themselves in force there is nothing to go back to: the
 * Collector is kept running, or trying to. Without rollback a configuration that has taken the place of another keeps it, with its
 * add-ons; these alone are gone back from in any case.
 */
function revert(turn: Turn, failed: Candidate, { isInAnyCase }: { isInAnyCase: boolean }): void {
  const { state } = turn;
  const { accepted } = state;
  if (sameCandidate(failed, accepted) || (!isInAnyCase && isKeptInPlace(state, failed))) return;
  state.desired = accepted;
  goBack(turn);
}

function isKeptInPlace({ target, settings }: State, failed: Candidate): boolean {
  return !settings.rollback && target.is === "run" && sameCandidate(target.composition.candidate, failed);
}

/** The outage that has just ended; what runs already costs nothing, and a stop on purpose is none. */
function cost({ state, elapsed }: Turn): { outageMs?: number; by?: string } {
  if (state.target.is === "nothing") return {};
  const last = state.outages.at(-1);
  if (last?.lastedMs === undefined || last.ended !== elapsed) return {};
  return { outageMs: last.lastedMs, by: last.by };
}
