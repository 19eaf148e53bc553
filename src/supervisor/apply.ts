import { RemoteConfigStatuses } from "../opamp/wire/messages.ts";
import type { ComposeOutcome } from "./events.ts";
import { differs, forgetDeaths, markProven } from "./keepalive.ts";
import type { RemoteConfig } from "./remote-config.ts";
import type { Apply, Candidate, Composition } from "./state.ts";
import { cancelTimer, log, setTimer, type Turn } from "./turn.ts";

/** A healthy report without a status counts as proof when no status has followed in this time, milliseconds. */
const settleMs = 1_000;

/** The machine that brings what is desired into force, or goes back to the last good with the reason kept. */
export function beginApply(turn: Turn): void {
  const { state } = turn;
  cancelTimer(turn, "proof");
  if (state.apply.is === "composing") {
    state.apply = { ...state.apply, overtaken: true };
  } else if (asksForNothing(state.desired)) {
    empty(turn, state.desired);
  } else {
    compose(turn, state.desired, { lenient: false });
  }
}

/** The answer of a composition. One that was overtaken, or whose ticket is not the current one, is dropped. */
export function takeComposition(turn: Turn, ticket: number, outcome: ComposeOutcome): void {
  const { apply } = turn.state;
  if (apply.is !== "composing" || apply.ticket !== ticket) return;
  turn.state.apply = { is: "idle" };
  if (apply.overtaken) return beginApply(turn);
  if (!outcome.composed) return refuse(turn, apply, outcome.reason);
  tryComposition(turn, outcome.composition);
}

/** Where the process of what is being tried is up, its proof is awaited from now on. */
export function awaitProof(turn: Turn): void {
  const { apply, process, settings } = turn.state;
  if (apply.is !== "switching" && apply.is !== "reverting") return;
  if (process.is !== "up" || process.run.composition !== apply.composition) return;
  if (apply.is === "switching") turn.state.apply = { is: "proving", composition: apply.composition };
  setTimer(turn, "proof", settings.configApplyTimeoutMs);
}

/** The running process has shown that its configuration works. */
export function takeProof(turn: Turn): void {
  const { state } = turn;
  if (state.process.is !== "up") return;
  const { composition } = state.process.run;
  markProven(turn);
  if (state.apply.is === "proving" && state.apply.composition === composition) return accept(turn, composition);
  if (state.apply.is === "idle" && sameCandidate(composition.candidate, state.accepted)) state.good = composition;
  if (state.apply.is !== "reverting" || state.apply.composition !== composition) return;
  cancelTimer(turn, "proof");
  state.apply = { is: "idle" };
  log(turn, "info", "The last good configuration runs again", { remoteConfig: composition.candidate.remote?.id });
}

/** Healthy without a status: proof only if nothing more is said. */
export function awaitStatus(turn: Turn): void {
  const { process, timers } = turn.state;
  if (process.is === "up" && !process.proven && timers.settle === undefined) setTimer(turn, "settle", settleMs);
}

/** The process of a candidate ended or said that it cannot work. `true` when that was the candidate's failure. */
export function takeFailure(turn: Turn, composition: Composition, reason: string): boolean {
  const { apply } = turn.state;
  if (apply.is !== "switching" && apply.is !== "proving") return false;
  if (apply.composition !== composition) return false;
  fail(turn, composition.candidate, reason);
  return true;
}

/** The longest wait is over. What is up but not healthy by then has failed. */
export function takeTimeout(turn: Turn): void {
  const { state } = turn;
  if (state.apply.is === "reverting") {
    state.apply = { is: "idle" };
    return log(turn, "error", "The last good configuration does not become healthy", { reason: silence(turn) });
  }
  if (state.apply.is !== "proving") return;
  fail(turn, state.apply.composition.candidate, silence(turn));
}

function silence({ state }: Turn): string {
  const seconds = state.settings.configApplyTimeoutMs / 1000;
  const health = state.view?.health;
  const detail = [health?.status, health?.lastError].filter((part) => part !== undefined && part !== "").join(": ");
  const seen = state.view === undefined ? "it never connected" : detail === "" ? "it reported no health" : detail;
  return `the Collector was not healthy within ${seconds} s: ${seen}`;
}

/** The Collector is down because nothing should run. */
export function takeEmptied(turn: Turn): void {
  const { state } = turn;
  if (state.apply.is !== "emptying" || state.process.is !== "down") return;
  const { candidate } = state.apply;
  state.good = undefined;
  commit(turn, candidate);
  log(turn, "info", "Collector stopped: the remote configuration is empty", { remoteConfig: candidate.remote?.id });
}

type Composing = Extract<Apply, { is: "composing" }>;

function asksForNothing(candidate: Candidate): boolean {
  return candidate.remote?.files.size === 0;
}

function empty(turn: Turn, candidate: Candidate): void {
  turn.state.target = { is: "nothing", onPurpose: true, reason: "the remote configuration is empty" };
  turn.state.apply = { is: "emptying", candidate };
}

function compose(turn: Turn, candidate: Candidate, { lenient }: { lenient: boolean }): void {
  const { state } = turn;
  const ticket = state.nextTicket;
  state.nextTicket += 1;
  state.apply = { is: "composing", ticket, candidate, overtaken: false, lenient };
  turn.effects.push({ do: "Compose", ticket, candidate, uid: state.uid, lenient });
}

function tryComposition(turn: Turn, composition: Composition): void {
  const { state } = turn;
  state.target = { is: "run", composition };
  const adopted = adopt(turn, composition);
  if (adopted === "proven") return accept(turn, composition);
  if (adopted === "no") forgetDeaths(turn);
  state.apply = { is: "switching", composition };
  const remote = awaited(turn, composition.candidate);
  if (remote !== undefined) setRemoteStatus(turn, remote, RemoteConfigStatuses.RemoteConfigStatuses_APPLYING);
  awaitProof(turn);
}

/** A process that was given an equal configuration stands for `composition` from now on, without a restart. */
function adopt(turn: Turn, composition: Composition): "proven" | "unproven" | "no" {
  const { process } = turn.state;
  if (process.is !== "up" && process.is !== "starting") return "no";
  if (differs(process.run.composition, composition)) return "no";
  turn.state.process = { ...process, run: { ...process.run, composition } };
  return process.is === "up" && process.proven ? "proven" : "unproven";
}

function accept(turn: Turn, composition: Composition): void {
  turn.state.good = composition;
  commit(turn, composition.candidate);
}

function commit(turn: Turn, candidate: Candidate): void {
  const { state } = turn;
  cancelTimer(turn, "proof");
  state.apply = { is: "idle" };
  const remote = awaited(turn, candidate);
  if (candidate.telemetry !== state.accepted.telemetry) {
    turn.effects.push({ do: "SaveTelemetry", telemetry: candidate.telemetry });
  }
  state.accepted = candidate;
  if (remote === undefined) return;
  state.pending = undefined;
  turn.effects.push({ do: "SaveWorkingRemoteConfig", remote });
  setRemoteStatus(turn, remote, RemoteConfigStatuses.RemoteConfigStatuses_APPLIED);
  log(turn, "info", "Remote configuration applied", { remoteConfig: remote.id });
}

/**
 * A candidate that cannot even be composed. If it is what is in force, the earlier composition of it stays where there
 * is one. Otherwise the Collector runs without the local files that make no sense, and if that does not help, with the
 * operator's own layers alone, rather than not at all. The verdict on another remote configuration that the server was
 * told stands.
 */
function refuse(turn: Turn, { candidate, lenient }: Composing, reason: string): void {
  const { state } = turn;
  const { accepted, good, target, remoteStatus } = state;
  if (!sameCandidate(candidate, accepted) || good !== undefined) return fail(turn, candidate, reason);
  log(turn, "error", "What is in force cannot be composed anew", { remoteConfig: candidate.remote?.id, reason });
  if (target.is === "run" && sameCandidate(target.composition.candidate, accepted)) return;
  if (!lenient) return compose(turn, candidate, { lenient: true });
  if (candidate.remote !== undefined && (remoteStatus?.id ?? candidate.remote.id) === candidate.remote.id) {
    setRemoteStatus(turn, candidate.remote, RemoteConfigStatuses.RemoteConfigStatuses_FAILED, reason);
  }
  state.target = { is: "nothing", onPurpose: false, reason };
  if (candidate.remote === undefined && Object.keys(candidate.telemetry).length === 0) return;
  state.accepted = { remote: undefined, telemetry: {} };
  state.desired = state.accepted;
  beginApply(turn);
}

function fail(turn: Turn, candidate: Candidate, reason: string): void {
  const { state } = turn;
  cancelTimer(turn, "proof");
  state.apply = { is: "idle" };
  if (state.process.is !== "up" || !state.process.proven) state.trouble = reason;
  const remote = awaited(turn, candidate);
  log(turn, "error", "Configuration failed", { remoteConfig: candidate.remote?.id, reason });
  if (remote === undefined) {
    if (candidate.telemetry !== state.accepted.telemetry) state.refusedTelemetry = candidate.telemetry;
    return revert(turn, candidate);
  }
  state.pending = undefined;
  setRemoteStatus(turn, remote, RemoteConfigStatuses.RemoteConfigStatuses_FAILED, reason);
  if (candidate.telemetry === state.accepted.telemetry) return revert(turn, candidate);
  state.desired = { remote: state.accepted.remote, telemetry: candidate.telemetry };
  beginApply(turn);
}

/**
 * Back to the last good inputs. Their composition is at hand if it was proved in this run; otherwise it is made anew.
 * Where the failed inputs are themselves the last good ones there is nothing to go back to: the Collector is kept
 * running, or trying to.
 */
function revert(turn: Turn, failed: Candidate): void {
  const { state } = turn;
  const { accepted, good } = state;
  if (sameCandidate(failed, accepted)) return;
  state.desired = accepted;
  if (good === undefined) return beginApply(turn);
  state.target = { is: "run", composition: good };
  const adopted = adopt(turn, good);
  if (adopted === "proven") return;
  if (adopted === "no") forgetDeaths(turn);
  state.apply = { is: "reverting", composition: good };
  log(turn, "warn", "Going back to the last good configuration", { remoteConfig: accepted.remote?.id });
  awaitProof(turn);
}

function sameCandidate(a: Candidate, b: Candidate): boolean {
  return a.remote === b.remote && a.telemetry === b.telemetry;
}

/** The candidate's remote configuration, if its verdict is still owed to the server. */
function awaited(turn: Turn, candidate: Candidate): RemoteConfig | undefined {
  return candidate.remote !== undefined && candidate.remote.id === turn.state.pending ? candidate.remote : undefined;
}

function setRemoteStatus(turn: Turn, remote: RemoteConfig, status: RemoteConfigStatuses, error = ""): void {
  const next = { hash: remote.hash, id: remote.id, status, error };
  turn.state.remoteStatus = next;
  turn.effects.push({ do: "SaveRemoteStatus", status: next });
}
