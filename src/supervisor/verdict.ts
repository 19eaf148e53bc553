import { isDeepStrictEqual } from "node:util";

import { verdictOf } from "../collector/verdict.ts";
import { RemoteConfigStatuses } from "../opamp/wire/messages.ts";
import { withRejected } from "../storage/rejected.ts";
import { sameCandidate } from "./candidate.ts";
import { condemns, type Failure, failureText } from "./failure.ts";
import { differs, forgetDeaths } from "./keepalive.ts";
import { type RemoteConfig, sameRemote } from "./remote-config.ts";
import type { Candidate, Composition, State } from "./state.ts";
import { cancelTimer, log, setTimer, type Turn } from "./turn.ts";

/** Of what failed: all of the composition where there was one. */
export type Failed = { candidate: Candidate } | Composition;

/** A process that was given an equal configuration stands for `composition` from now on, without a restart. */
export function adopt(turn: Turn, composition: Composition): "proven" | "unproven" | "no" {
  const { process } = turn.state;
  if (process.is !== "up" && process.is !== "starting" && process.is !== "reloading") return "no";
  if (differs(process.run.composition, composition)) return "no";
  turn.state.process = { ...process, run: { ...process.run, composition } };
  return process.is === "up" && process.proven && !saysItFailed(turn.state) ? "proven" : "unproven";
}

/** A process that has proved itself and does not work any more proves nothing. */
function saysItFailed({ view }: State): boolean {
  return view?.health !== undefined && view.health !== null && verdictOf(view.health).is === "failed";
}

/** The candidate runs and is proved. */
export function accept(turn: Turn, composition: Composition): void {
  if (composition.candidate.fallback === true) {
    cancelTimer(turn, "proof");
    turn.state.apply = { is: "idle" };
    return log(turn, "info", "The fallback configuration runs");
  }
  turn.state.good = composition;
  commit(turn, composition.candidate);
}

/** The candidate is in force; it is the last good one when it has been so for the time of probation. */
export function commit(turn: Turn, candidate: Candidate): void {
  const { state } = turn;
  cancelTimer(turn, "proof");
  state.apply = { is: "idle" };
  endTrial(turn);
  const remote = awaited(turn, candidate);
  if (candidate.telemetry !== state.accepted.telemetry) {
    turn.effects.push({ do: "SaveTelemetry", telemetry: candidate.telemetry });
  }
  if (candidate.remote !== state.accepted.remote) keepWorking(turn, candidate.remote);
  state.accepted = candidate;
  beginProbation(turn);
  if (remote === undefined) return;
  state.pending = undefined;
  setRemoteStatus(turn, remote, RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
  log(turn, "info", "Remote configuration applied", { remoteConfig: remote.id, ...cost(turn) });
}

/**
 * A candidate has failed: the server is told, and the last good configuration goes back where the candidate has taken
 * its place. Targets of own telemetry that came with a remote configuration that failed get a trial of their own; where
 * the remote configuration is the one in force, they are what has failed, and its verdict is still to come.
 */
export function fail(turn: Turn, failed: Failed, failure: Failure): void {
  const { state } = turn;
  const { candidate } = failed;
  const reason = failureText(failure);
  cancelTimer(turn, "proof");
  state.apply = { is: "idle" };
  endTrial(turn);
  if (state.process.is !== "up" || !state.process.proven) state.trouble = reason;
  if (candidate.fallback === true) return failFallback(turn, reason);
  const remote = awaited(turn, candidate);
  log(turn, "error", "Configuration failed", { remoteConfig: candidate.remote?.id, phase: failure.phase, reason });
  if (remote === undefined) {
    if (candidate.telemetry !== state.accepted.telemetry) state.refusedTelemetry = candidate.telemetry;
    return revert(turn, candidate);
  }
  if (candidate.telemetry !== state.accepted.telemetry && sameRemote(remote, state.accepted.remote)) {
    state.refusedTelemetry = candidate.telemetry;
    state.desired = { remote, telemetry: state.accepted.telemetry };
    turn.desiredChanged = true;
    return;
  }
  state.pending = undefined;
  setRemoteStatus(turn, remote, RemoteConfigStatuses.RemoteConfigStatuses_FAILED, reason);
  if (failure.phase !== "composing") reject(turn, failed, failure, reason);
  if (candidate.telemetry === state.accepted.telemetry) return revert(turn, candidate);
  state.desired = { remote: state.accepted.remote, telemetry: candidate.telemetry };
  turn.desiredChanged = true;
}

/** Instead of a fallback that does not work what is in force runs, if it can. */
function failFallback(turn: Turn, reason: string): void {
  const { state } = turn;
  log(turn, "error", "The fallback configuration failed", { reason });
  turn.desiredChanged = state.fallback === "in-force";
  state.fallback = "none";
}

/** Whether what is in force is still on probation. */
export function onProbation({ timers, accepted, lastGood }: State): boolean {
  return timers.probation !== undefined && !sameCandidate(accepted, lastGood.candidate);
}

const withdrawn = "withdrawn: ";

/** Whether a FAILED with this text took an APPLIED back. */
export function isWithdrawal(text: string | undefined): boolean {
  return text?.startsWith(withdrawn) ?? false;
}

/**
 * What was told as applied does not stand the probation: it is taken back, once, and the last good one returns. A remote
 * configuration that is the last good one itself is not: the targets of own telemetry that came later are to blame.
 * Where both are new, the targets get a trial of their own.
 */
export function withdraw(turn: Turn, composition: Composition, failure: Failure): void {
  const { state } = turn;
  const { accepted, lastGood, remoteStatus } = state;
  endProbation(turn);
  const reason = `${withdrawn}${failureText(failure)}`;
  log(turn, "error", "Configuration withdrawn", { remoteConfig: accepted.remote?.id, reason });
  const toldId =
    remoteStatus?.status === RemoteConfigStatuses.RemoteConfigStatuses_APPLIED ? remoteStatus.id : undefined;
  const { telemetry } = lastGood.candidate;
  const isRemoteNew = !sameRemote(accepted.remote, lastGood.candidate.remote);
  const isTelemetryNew = accepted.telemetry !== telemetry;
  if (isRemoteNew && state.pending === undefined && accepted.remote !== undefined && accepted.remote.id === toldId) {
    setRemoteStatus(turn, accepted.remote, RemoteConfigStatuses.RemoteConfigStatuses_FAILED, reason);
    reject(turn, composition, failure, reason);
  }
  state.trouble = reason;
  if (!state.settings.rollback) return;
  if (isTelemetryNew) turn.effects.push({ do: "SaveTelemetry", telemetry });
  if (isTelemetryNew && !isRemoteNew) state.refusedTelemetry = accepted.telemetry;
  state.accepted = lastGood.candidate;
  state.good = lastGood.composition;
  keepWorking(turn, lastGood.candidate.remote);
  keepLastGood(turn, undefined);
  if (state.apply.is !== "idle") return;
  if (!isTelemetryNew || !isRemoteNew) return goBack(turn);
  state.desired = { remote: lastGood.candidate.remote, telemetry: accepted.telemetry };
  turn.desiredChanged = true;
}

/** What is in force has been so for the whole time of probation. */
export function promote(turn: Turn): void {
  const { state } = turn;
  const { accepted, good } = state;
  endProbation(turn);
  keepLastGood(turn, undefined);
  state.lastGood = { candidate: accepted, composition: good };
  log(turn, "debug", "The configuration in force is the last good one", { remoteConfig: accepted.remote?.id });
}

/** The candidate's remote configuration, if its verdict is still owed to the server. */
export function awaited(turn: Turn, candidate: Candidate): RemoteConfig | undefined {
  return candidate.remote !== undefined && candidate.remote.id === turn.state.pending ? candidate.remote : undefined;
}

export function setRemoteStatus(turn: Turn, remote: RemoteConfig, status: RemoteConfigStatuses, error = ""): void {
  const next = { hash: remote.hash, id: remote.id, status, error };
  if (isDeepStrictEqual(next, turn.state.remoteStatus)) return;
  turn.state.remoteStatus = next;
  turn.effects.push({ do: "SaveRemoteStatus", status: next });
}

function beginProbation(turn: Turn): void {
  const { state } = turn;
  const { accepted, good, lastGood, settings, target } = state;
  const { remote, telemetry } = lastGood.candidate;
  const isSame = telemetry === accepted.telemetry && sameRemote(remote, accepted.remote);
  const isEqual = good !== undefined && lastGood.composition?.fingerprint === good.fingerprint;
  if (isSame || isEqual || target.is === "nothing" || settings.probationMs === 0) return promote(turn);
  setTimer(turn, "probation", settings.probationMs);
  state.probationEndsAt = turn.now + settings.probationMs;
  if (remote !== accepted.remote) keepLastGood(turn, remote);
}

function endProbation(turn: Turn): void {
  cancelTimer(turn, "probation");
  turn.state.probationEndsAt = undefined;
}

function keepWorking(turn: Turn, remote: RemoteConfig | undefined): void {
  if (turn.state.settings.rollback) turn.effects.push({ do: "SaveWorkingRemoteConfig", remote });
}

/** Told once for each change: most configurations are never on probation twice. */
function keepLastGood(turn: Turn, remote: RemoteConfig | undefined): void {
  const { state } = turn;
  if (remote === state.keptLastGood || !state.settings.rollback) return;
  state.keptLastGood = remote;
  turn.effects.push({ do: "SaveLastGoodRemoteConfig", remote });
}

/**
 * The hash is remembered, so that it is not tried again before something has changed. The last good configuration is
 * never: under whatever hash it comes, it has worked, and it is what there is to go back to.
 */
function reject(turn: Turn, failed: Failed, failure: Failure, reason: string): void {
  const { state } = turn;
  const { remote } = failed.candidate;
  if (remote === undefined || !("fingerprint" in failed) || !condemns(failure)) return;
  const { fingerprint, binary } = failed;
  if (fingerprint === state.lastGood.composition?.fingerprint) return;
  state.rejected = withRejected(state.rejected, { hash: remote.id, fingerprint, binary, reason, at: turn.now });
  turn.effects.push({ do: "SaveRejected", rejected: state.rejected });
}

/** Whatever is on trial is not any more. */
export function endTrial(turn: Turn): void {
  const { state } = turn;
  state.trialBegun = undefined;
  if (state.trial === undefined) return;
  state.trial = undefined;
  turn.effects.push({ do: "SaveTrial", trial: undefined });
}

/**
 * Back to what was in force. Where the failed inputs are themselves in force there is nothing to go back to: the
 * Collector is kept running, or trying to. Without rollback a configuration that has taken the place of another keeps it.
 */
function revert(turn: Turn, failed: Candidate): void {
  const { state } = turn;
  const { accepted, target, settings } = state;
  if (sameCandidate(failed, accepted)) return;
  const isInPlace = target.is === "run" && sameCandidate(target.composition.candidate, failed);
  if (isInPlace && !settings.rollback) return;
  state.desired = accepted;
  goBack(turn);
}

/** What is in force runs again: its composition is at hand if it was proved in this run, otherwise it is made anew. */
function goBack(turn: Turn): void {
  const { state } = turn;
  const { accepted, good } = state;
  state.desired = accepted;
  if (good === undefined) {
    turn.desiredChanged = true;
    return;
  }
  state.target = { is: "run", composition: good };
  const adopted = adopt(turn, good);
  if (adopted === "proven") return;
  if (adopted === "no") forgetDeaths(turn);
  state.apply = { is: "reverting", composition: good };
  log(turn, "warn", "Going back to the last good configuration", { remoteConfig: accepted.remote?.id });
}

/** The outage that has just ended; what runs already costs nothing. */
function cost({ state, now }: Turn): { outageMs?: number; by?: string } {
  const last = state.outages.at(-1);
  if (last?.lastedMs === undefined || last.since + last.lastedMs !== now) return {};
  return { outageMs: last.lastedMs, by: last.by };
}
