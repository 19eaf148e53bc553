import { isDeepStrictEqual } from "node:util";

import { noConnections } from "../../compose/layers.ts";
import { RemoteConfigStatuses } from "../../opamp/wire/messages.ts";
import type { Rejected } from "../../storage/rejected.ts";
import { forgetDeaths } from "../collector/keepalive.ts";
import type { CheckOutcome, ComposeOutcome } from "../mind/events.ts";
import { type Apply, type Candidate, type Composition, isLive, type State } from "../mind/state.ts";
import { cancelTimer, log, type Turn } from "../mind/turn.ts";
import { bringsAddons } from "../packages/addon-target.ts";
import { changesNothing, takeAddons } from "../packages/addon-unused.ts";
import { beginAddonTrial, isAddonTrial } from "../packages/addon-verdict.ts";
import { holdsForAddons } from "../packages/addon-wait.ts";
import { isProgramToBlame, withdrawProgram } from "../packages/program-verdict.ts";
import { failConnections } from "../server/settings-ledger.ts";
import { comesBack, sameCandidate } from "./candidate.ts";
import { type Failure, failureText } from "./failure.ts";
import { resortToFallback, wanted } from "./fallback.ts";
import { adopt } from "./go-back.ts";
import { isPartToBlame, withdrawPart } from "./operator-change.ts";
import { awaitProof } from "./proof.ts";
import { awaited, setRemoteStatus } from "./remote-status.ts";
import { accept, commit, fail } from "./verdict.ts";
import { introductionFault } from "./version-proof.ts";

/** A trial that was begun so often and never had a verdict ends the supervisor itself, or the machine. */
const mostTrials = 3;

/** The machine that brings what is desired into force, or goes back to the last good with the reason kept. */
export function beginApply(turn: Turn): void {
  const { state } = turn;
  cancelTimer(turn, "proof");
  if (state.apply.is === "composing") {
    state.apply = { ...state.apply, overtaken: true };
    return;
  }
  if (state.apply.is === "validating") turn.effects.push({ do: "AbandonCheck" });
  const candidate = wanted(state);
  if (asksForNothing(state, candidate)) empty(turn, candidate);
  else compose(turn, candidate, { lenient: false });
}

/** The answer of a composition. One that was overtaken, or whose ticket is not the current one, is dropped. */
export function takeComposition(turn: Turn, ticket: number, outcome: ComposeOutcome): void {
  const { apply } = turn.state;
  if (apply.is !== "composing" || apply.ticket !== ticket) return;
  turn.state.apply = { is: "idle" };
  if (apply.overtaken) turn.desiredChanged = true;
  else if (holdsForAddons(turn, apply.candidate, outcome)) return;
  else if (outcome.composed) tryComposition(turn, outcome.composition);
  else refuse(turn, apply, outcome.failure);
}

/** The answer of a check. */
export function takeCheck(turn: Turn, ticket: number, outcome: CheckOutcome): void {
  const { apply } = turn.state;
  if (apply.is !== "validating" || apply.ticket !== ticket) return;
  turn.state.apply = { is: "idle" };
  if (outcome.passed) switchTo(turn, apply.composition);
  else fail(turn, apply.composition, outcome.failure);
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

function asksForNothing({ settings }: State, { remote }: Candidate): boolean {
  return remote?.names.length === 0 && settings.emptyStops;
}

function empty(turn: Turn, candidate: Candidate): void {
  turn.state.target = { is: "nothing", onPurpose: true, reason: "the remote configuration is empty" };
  turn.state.apply = { is: "emptying", candidate };
}

function compose(turn: Turn, candidate: Candidate, { lenient }: { lenient: boolean }): void {
  const { state } = turn;
  const ticket = takeTicket(state);
  state.apply = { is: "composing", ticket, candidate, overtaken: false, lenient };
  turn.effects.push({ do: "Compose", ticket, candidate, uid: state.uid, lenient });
}

/**
 * What is known not to work is answered at once; what runs already needs nothing; what would be put in the place of a
 * Collector that runs is checked first, while that one is left alone. What is in force and has to come back is not: a
 * check that fails for want of something would leave a candidate in its place that nobody has judged. Nor is what comes in the
 * place of one that has failed: that is not spared, and would be started once more if it ended meanwhile.
 */
function tryComposition(turn: Turn, composition: Composition): void {
  const { state } = turn;
  if (changesNothing(state, composition)) takeAddons(turn, composition.candidate);
  const known = knownFailure(turn, composition) ?? introductionFault(state, composition);
  if (known !== undefined) return fail(turn, composition, known);
  const adopted = adopt(turn, composition);
  if (adopted === "proven") {
    state.target = { is: "run", composition };
    return accept(turn, composition);
  }
  const { process } = state;
  if (adopted === "no" && isLive(process)) {
    const running = process.run.composition;
    const isSpared = !comesBack(state, composition, running) && rejection(state, running) === undefined;
    if (isSpared) return check(turn, composition, running);
  }
  switchTo(turn, composition);
}

function check(turn: Turn, composition: Composition, running: Composition): void {
  const { state } = turn;
  const ticket = takeTicket(state);
  state.apply = { is: "validating", ticket, composition };
  beginTrial(turn, composition);
  turn.effects.push({ do: "Check", ticket, composition, running, validate: state.settings.validate });
}

function switchTo(turn: Turn, composition: Composition): void {
  const { state } = turn;
  beginTrial(turn, composition);
  state.target = { is: "run", composition };
  if (adopt(turn, composition) === "no") forgetDeaths(turn);
  state.apply = { is: "switching", composition, tries: 0 };
  awaitProof(turn);
}

/** The server hears of it, and the journal holds it, from before anything is touched. */
function beginTrial(turn: Turn, composition: Composition): void {
  const { state } = turn;
  const remote = awaited(turn, composition.candidate);
  if (bringsAddons(state, composition.candidate)) beginAddonTrial(turn, composition.candidate);
  if (remote === undefined || isTrialOf(state, composition, "now")) return;
  setRemoteStatus(turn, remote, RemoteConfigStatuses.RemoteConfigStatuses_APPLYING);
  const begun = isTrialOf(state, composition, "ever") ? (state.trial?.begun ?? 0) + 1 : 1;
  state.trial = { hash: remote.id, fingerprint: composition.fingerprint, begun };
  state.trialBegun = composition.fingerprint;
  turn.effects.push({ do: "SaveTrial", trial: state.trial });
}

/** `now`: in this run of the supervisor; `ever`: as the journal has it. */
function isTrialOf(state: State, { candidate, fingerprint }: Composition, when: "now" | "ever"): boolean {
  const { trial, trialBegun } = state;
  if (trial?.hash !== candidate.remote?.id || trial?.fingerprint !== fingerprint) return false;
  return when === "ever" || trialBegun === fingerprint;
}

function knownFailure(turn: Turn, composition: Composition): Failure | undefined {
  const { state } = turn;
  const { candidate } = composition;
  const isOfAddons = isAddonTrial(state, candidate);
  const isPending = candidate.remote !== undefined && candidate.remote.id === state.pending;
  if (!isPending && !isOfAddons) return undefined;
  const rejected = rejection(state, composition);
  if (rejected !== undefined) return { code: "REJECTED", phase: "composing", text: rejected.reason };
  if (isOfAddons && beginAddonTrial(turn, candidate) > mostTrials) return interrupted;
  if (!isPending) return undefined;
  if (!isTrialOf(state, composition, "ever") || isTrialOf(state, composition, "now")) return undefined;
  if ((state.trial?.begun ?? 0) < mostTrials) return undefined;
  return interrupted;
}

const interrupted: Failure = {
  code: "INTERRUPTED",
  phase: "starting",
  text: `the supervisor ended ${mostTrials} times while it was tried; the last good configuration stays`,
};

/** What is remembered of a composition that has failed. */
function rejection({ rejected }: State, { candidate, fingerprint, binary }: Composition): Rejected | undefined {
  return rejected.find(
    (entry) =>
      entry.hash === (candidate.remote?.id ?? "") && entry.fingerprint === fingerprint && entry.binary === binary,
  );
}

/**
 * A candidate that cannot even be composed. If it is what is in force, the earlier composition of it stays where there
 * is one. Otherwise the Collector runs without the local files that make no sense, and if that does not help, with the
 * operator's own layers alone, rather than not at all. The verdict on another remote configuration that the server was
 * told stands.
 */
function refuse(turn: Turn, { candidate, lenient }: Composing, failure: Failure): void {
  const { state } = turn;
  const { accepted, good, target, remoteStatus } = state;
  if (isProgramToBlame(state, candidate, failure)) return withdrawProgram(turn, failure);
  if (isPartToBlame(state, candidate, failure)) return withdrawPart(turn, failure);
  if (!sameCandidate(candidate, accepted) || good !== undefined) return fail(turn, { candidate }, failure);
  const reason = failureText(failure);
  log(turn, "error", "What is in force cannot be composed anew", { remoteConfig: candidate.remote?.id, reason });
  if (target.is === "run" && sameCandidate(target.composition.candidate, accepted)) return;
  if (!lenient) return compose(turn, candidate, { lenient: true });
  const isJudged = remoteStatus?.status === RemoteConfigStatuses.RemoteConfigStatuses_FAILED;
  if (
    candidate.remote !== undefined &&
    !isJudged &&
    (remoteStatus?.id ?? candidate.remote.id) === candidate.remote.id
  ) {
    setRemoteStatus(turn, candidate.remote, RemoteConfigStatuses.RemoteConfigStatuses_FAILED, reason);
  }
  state.target = { is: "nothing", onPurpose: false, reason };
  if (candidate.remote === undefined && isDeepStrictEqual(candidate.connections, noConnections)) {
    resortToFallback(turn, reason);
    return;
  }
  failConnections(turn, candidate.connections, reason);
  state.accepted = { ...state.accepted, remote: undefined, connections: noConnections };
  state.desired = state.accepted;
  turn.desiredChanged = true;
}

function takeTicket(state: State): number {
  const ticket = state.nextTicket;
  state.nextTicket += 1;
  return ticket;
}
