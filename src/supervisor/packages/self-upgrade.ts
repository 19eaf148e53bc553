import { isDeepStrictEqual } from "node:util";

import { programPath } from "../../packages/package-directory.ts";
import type { OfferedFile, OfferedPackage } from "../../packages/packages-offer.ts";
import { judgeOffered, type PackageDecision } from "../../packages/plan.ts";
import type { PackagesRecord, StoredPackage } from "../../storage/packages-record.ts";
import { isAtRest } from "../mind/at-rest.ts";
import type { State } from "../mind/state.ts";
import { log, type Turn } from "../mind/turn.ts";
import { isHeld } from "../operator/held.ts";
import { failWanted, keptVersions, tell } from "./package-changes.ts";
import type { Progress } from "./package-status.ts";
import {
  type FetchOutcome,
  type FetchPhase,
  type PackageFailure,
  packageFailureText,
  type Wanted,
} from "./packages-state.ts";
import { failSelf, hasCollector, judgeTrial, saveSelf, stand } from "./self-proof.ts";
import { selfFacts, type SelfUpgrade } from "./self-state.ts";

/** A trial that was begun so often and never had a verdict ends those who watch over it, or the machine. */
const mostTrials = 3;

/** A package of the supervisor is wanted that does not run. What is on its way already goes on. */
export function fetchSelf(
  turn: Turn,
  wanted: Wanted,
  { file }: OfferedPackage,
  decision: Extract<PackageDecision, { do: "use" | "fetch" }>,
): void {
  const { state } = turn;
  const { upgrade } = state.self;
  // The verdict comes first, and what the operator wants; who is in force then plans anew.
  const isTaken = upgrade.is === "proving" || upgrade.is === "judged" || upgrade.is === "left";
  if (isTaken || isOperators(upgrade)) return tell(turn, wanted, "installing");
  const isSame = "wanted" in upgrade && upgrade.wanted.hash === wanted.hash;
  if (isSame && (upgrade.is === "staged" || upgrade.is === "leaving")) return tell(turn, wanted, "installing");
  if (isSame && upgrade.is === "fetching" && isDeepStrictEqual(upgrade.file, file)) {
    return tell(turn, wanted, upgrade.phase === "downloading" ? "downloading" : "installing");
  }
  abandonSelf(turn);
  const ticket = state.nextTicket;
  state.nextTicket += 1;
  become(turn, { is: "fetching", ticket, wanted, phase: "downloading", file });
  tell(turn, wanted, "pending");
  const held = decision.do === "use" ? decision.held : undefined;
  keepForFetch(turn, decision.file, held);
  turn.effects.push({ do: "FetchSupervisor", ticket, wanted, file: decision.file, held });
}

/** What came of downloads that were given up, and of versions that have failed, goes with the next one. */
function keepForFetch(turn: Turn, { contentHash }: OfferedFile, held: StoredPackage | undefined): void {
  const { record } = turn.state.self;
  const versions = keptVersions(record, turn.state.settings.packages.keep, held === undefined ? [] : [held.hash]);
  if (versions.length < record.versions.length) saveSelf(turn, { ...record, versions });
  const programs = [...versions.map(({ program }) => program), programPath(contentHash, "program")];
  turn.effects.push({ do: "KeepSupervisors", programs });
}

/** What the server has on its way is not offered any more. */
export function withdrawSelf(turn: Turn): void {
  if (!isOperators(turn.state.self.upgrade)) abandonSelf(turn);
}

/** What was on its way, or lies ready, is wanted no more. */
export function abandonSelf(turn: Turn): void {
  const { upgrade } = turn.state.self;
  if (upgrade.is !== "fetching" && upgrade.is !== "staged" && upgrade.is !== "leaving") return;
  if (upgrade.is !== "staged") turn.effects.push({ do: "AbandonSupervisor" });
  log(turn, "info", "A package of the supervisor is wanted no more", { version: upgrade.wanted.version });
  become(turn, { is: "idle" });
}

export function takeSelfProgress(turn: Turn, ticket: number, phase: FetchPhase, progress: Progress | undefined): void {
  const { upgrade } = turn.state.self;
  if (upgrade.is !== "fetching" || upgrade.ticket !== ticket) return;
  become(turn, { ...upgrade, phase });
  tell(turn, upgrade.wanted, phase === "downloading" ? "downloading" : "installing", { progress });
}

/** It lies in its directory, and takes the configuration as it is; or it will not. */
export function takeSelfFetched(turn: Turn, ticket: number, outcome: FetchOutcome): void {
  const { state } = turn;
  const { upgrade, record } = state.self;
  if (upgrade.is !== "fetching" || upgrade.ticket !== ticket) return;
  const { wanted } = upgrade;
  become(turn, { is: "idle" });
  if (!outcome.fetched) {
    const { failure } = outcome;
    return failSelf(turn, wanted, { reason: packageFailureText(failure), isCondemned: failure.isCondemned });
  }
  const { stored, replaced } = outcome;
  const verdict = judgeOffered({ offered: wanted.version, printed: stored.ownVersion }, selfFacts(state));
  if (verdict.kind === "refused") {
    return failWanted(turn, wanted, { reason: `${verdict.code}: preflight: ${verdict.message}`, isCondemned: false });
  }
  saveSelf(turn, { ...record, versions: [...record.versions.filter(({ hash }) => hash !== stored.hash), stored] });
  become(turn, { is: "staged", wanted, program: stored.program, replaced });
  tell(turn, wanted, "installing");
  if (isOnDiskRefused(state)) {
    log(
      turn,
      "warn",
      "Another version of the supervisor waits until the operator's change, which has failed, is mended",
      {
        version: wanted.version,
      },
    );
  }
}

/** At the end of each step. */
export function moveSelf(turn: Turn): void {
  const { state } = turn;
  if (state.stopRequested) return;
  const { upgrade, record } = state.self;
  switch (upgrade.is) {
    case "staged":
      if (isReady(state, upgrade.wanted)) leave(turn, upgrade);
      return;
    case "leaving":
      if (!isReady(state, upgrade.wanted)) stay(turn, upgrade);
      return;
    case "proving":
      return judgeTrial(turn, upgrade);
    case "standing":
      return stand(turn);
    case "idle":
      // It was cut short in an earlier run, and is not wanted any more.
      if (state.packages.isPlanned && record.trial !== undefined) saveSelf(turn, { ...record, trial: undefined });
      return;
    default:
      return;
  }
}

/**
 * The one that is to be tried takes what is here, and is tried, which is in the journal before anything is touched; or it does not any
 * more, which is no fault of its package. An answer whose ticket is not the current one is dropped.
 */
export function takeSuccessorAsked(turn: Turn, ticket: number, refusal: PackageFailure | undefined): void {
  const { upgrade, record } = turn.state.self;
  if (upgrade.is !== "leaving" || upgrade.ticket !== ticket) return;
  if (refusal === undefined) return handOver(turn, upgrade);
  become(turn, { is: "idle" });
  saveSelf(turn, { ...record, trial: undefined });
  failSelf(turn, upgrade.wanted, { reason: packageFailureText(refusal), isCondemned: false });
}

/**
 * Nothing else is on its way, and what the other one has to show is so here and now. What the operator wrote last is on disk, and
 * whoever starts next runs with it, this supervisor too when it comes back: where it was refused, it has to be mended first.
 */
function isReady(state: State, { by }: Wanted): boolean {
  if (!isAtRest(state) || state.packages.upgrade.is !== "idle") return false;
  if (by === "operator") return true;
  if (isHeld(state) || isOnDiskRefused(state)) return false;
  return state.serverReached !== undefined && hasCollector(state);
}

function isOnDiskRefused({ operatorChange }: State): boolean {
  return operatorChange?.outcome.is === "failed";
}

/** What is here may be another than at its preflight, so the one that is to be tried is asked once more. */
function leave(turn: Turn, staged: Extract<SelfUpgrade, { is: "staged" }>): void {
  const { state } = turn;
  const { record } = state.self;
  const { wanted, program } = staged;
  if (trialsOf(record, wanted) > mostTrials) {
    const reason = `INTERRUPTED: starting: the supervisor ended ${mostTrials} times while it was tried`;
    become(turn, { is: "idle" });
    saveSelf(turn, { ...record, trial: undefined });
    return failSelf(turn, wanted, { reason, isCondemned: true });
  }
  const ticket = state.nextTicket;
  state.nextTicket += 1;
  become(turn, { ...staged, is: "leaving", ticket });
  turn.effects.push({ do: "AskSuccessor", ticket, program, by: wanted.by });
}

/** Something else goes first: it is asked anew when that is over. */
function stay(turn: Turn, { wanted, program, replaced }: Extract<SelfUpgrade, { is: "leaving" }>): void {
  log(turn, "info", "Another version of the supervisor waits", { version: wanted.version });
  become(turn, { is: "staged", wanted, program, replaced });
  turn.effects.push({ do: "AbandonSupervisor" });
}

function handOver(turn: Turn, { wanted, program, replaced }: Extract<SelfUpgrade, { is: "leaving" }>): void {
  const { record } = turn.state.self;
  const { proofMs } = turn.state.settings.self;
  const own =
    record.installed === undefined && replaced ? { ...replaced, ownVersion: turn.state.self.version } : undefined;
  const trial = { hash: wanted.hash, begun: trialsOf(record, wanted) };
  saveSelf(turn, { ...record, trial, replaced: own ?? record.replaced, failedRollback: undefined });
  become(turn, { is: "left", wanted });
  log(turn, "info", "Another version of the supervisor is tried", { version: wanted.version, by: wanted.by });
  const { version, hash, by } = wanted;
  turn.effects.push({ do: "HandOver", program, version, hash, by, proofMs });
}

/** How many trials of it were begun, the next one included. */
function trialsOf({ trial }: PackagesRecord, { hash }: Wanted): number {
  return trial?.hash === hash ? trial.begun + 1 : 1;
}

function isOperators(upgrade: SelfUpgrade): boolean {
  return "wanted" in upgrade && upgrade.wanted.by === "operator";
}

function become(turn: Turn, upgrade: SelfUpgrade): void {
  turn.state.self = { ...turn.state.self, upgrade };
}
