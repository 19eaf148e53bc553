import { isBelowMinimum } from "../../packages/trust/judge-version.ts";
import { type PackagesRecord, type StoredPackage, storedPackage } from "../../storage/packages-record.ts";
import { sameCandidate } from "../apply/candidate.ts";
import { condemnsProgram, type Failure, failureText } from "../apply/failure.ts";
import { goBack, goBackTo } from "../apply/go-back.ts";
import type { Candidate, State } from "../mind/state.ts";
import { cancelTimer, log, type Turn } from "../mind/turn.ts";
import { failWanted, higherVersion, leaveWayBack, prunePackages, saveRecord, tell } from "./package-changes.ts";
import type { Packages } from "./packages-state.ts";
import { sameProgram } from "./program.ts";

/** Whether a candidate is the trial of another program. */
export function isProgramTrial({ packages }: State, { program }: Pick<Candidate, "program">): boolean {
  return packages.upgrade.is === "trying" && sameProgram(packages.upgrade.program, program);
}

/** Whether what is in force runs by a program that has not stood its probation. */
export function isProgramNew({ accepted, lastGood }: State): boolean {
  return !sameProgram(accepted.program, lastGood.candidate.program);
}

/** Whether the program in force is to blame for a failure of what is in force. */
export function isProgramToBlame(state: State, candidate: Candidate, failure: Failure): boolean {
  return sameCandidate(candidate, state.accepted) && isProgramNew(state) && condemnsProgram(failure);
}

/**
 * Whether a configuration has failed that is the first one to run by a program which was installed while nothing was to run: that has
 * not shown anything yet, so it is blamed first.
 */
export function isFirstRun(state: State, { program }: Candidate, failure: Failure): boolean {
  const { accepted, settings } = state;
  const ranNothing = settings.emptyStops && accepted.remote?.names.length === 0;
  return ranNothing && isProgramNew(state) && sameProgram(program, accepted.program) && condemnsProgram(failure);
}

/** The program before returns, and the configuration is tried with that. */
export function withdrawUntried(turn: Turn, failure: Failure): void {
  const { desired } = turn.state;
  withdrawProgram(turn, failure);
  turn.state.desired = { ...desired, program: turn.state.accepted.program };
  turn.desiredChanged = true;
}

/** The program runs and is proved: it is the one in force, and to be gone back from while it is on probation. */
export function acceptProgram(turn: Turn): void {
  const { state } = turn;
  const { packages } = state;
  const { record, upgrade, ownVersion } = packages;
  if (upgrade.is !== "trying") return;
  const { wanted, replaced } = upgrade;
  const isOperators = wanted.hash === "";
  const next: PackagesRecord = {
    ...record,
    versions: newest(record, wanted.hash),
    installed: isOperators ? undefined : wanted.hash,
    // One that was installed while nothing was to run has shown nothing, and is not gone back to.
    before: isProgramNew(state) ? record.before : { hash: record.installed },
    trial: undefined,
    replaced: isOperators
      ? undefined
      : record.installed === undefined && replaced
        ? { ...replaced, ownVersion }
        : record.replaced,
  };
  endTrial(turn);
  saveRecord(turn, next);
  log(turn, "info", "The Collector runs by another program", { version: wanted.version, by: wanted.by });
  if (wanted.by === "operator") return leaveOffered(turn, record, wanted.version);
  tell(turn, wanted, "installed");
}

/** The program on trial does not work: the one before is put back where it was replaced already. */
export function failProgram(turn: Turn, failure: Failure): void {
  const { state } = turn;
  const { upgrade } = state.packages;
  if (upgrade.is !== "trying") return;
  const { target, accepted } = state;
  endTrial(turn);
  saveRecord(turn, { ...state.packages.record, trial: undefined });
  failWanted(turn, upgrade.wanted, { reason: failureText(failure), isCondemned: condemnsProgram(failure) });
  state.desired = { ...state.desired, program: accepted.program };
  const isInPlace = target.is === "run" && sameProgram(target.composition.candidate.program, upgrade.program);
  if (!isInPlace) return;
  tellBelowMinimum(turn);
  if (upgrade.before !== undefined) return goBackTo(turn, upgrade.before);
  state.target = { is: "nothing", onPurpose: false, reason: failureText(failure) };
  turn.desiredChanged = true;
}

/** A program that was told as installed does not stand its probation: the one before returns, once. */
export function withdrawProgram(turn: Turn, failure: Failure): void {
  const { state } = turn;
  const { packages, lastGood } = state;
  const { record } = packages;
  const { program } = lastGood.candidate;
  const reason = `withdrawn: ${failureText(failure)}`;
  log(turn, "error", "The Collector's new program is withdrawn", { version: state.accepted.program?.version, reason });
  cancelTimer(turn, "probation");
  state.probationEndsAt = undefined;
  saveRecord(turn, {
    ...record,
    installed: record.before?.hash,
    before: undefined,
    rejected: record.rejected.filter(({ hash }) => hash !== record.before?.hash),
  });
  const [gone, back] = [storedPackage(record, record.installed), storedPackage(record, record.before?.hash)];
  if (back !== undefined && isOffered(packages, back)) tell(turn, back, "installed");
  else if (gone !== undefined) failWanted(turn, { ...gone, by: "server" }, { reason, isCondemned: true });
  state.trouble = reason;
  state.accepted = { ...state.accepted, program };
  state.good = sameCandidate(state.accepted, lastGood.candidate) ? lastGood.composition : undefined;
  state.desired = { ...state.desired, program };
  tellBelowMinimum(turn);
  if (state.apply.is === "idle") return goBack(turn);
  turn.desiredChanged = true;
}

/** What is in force has stood its probation: nothing needs to be gone back to any more, and old versions are removed. */
export function promoteProgram(turn: Turn): void {
  const { record, ownVersion } = turn.state.packages;
  if (record.before === undefined) return;
  const stood = storedPackage(record, record.installed)?.ownVersion;
  // The operator's own was in use too: what is older than it is so also once something older has run.
  const left = record.before.hash === undefined ? ownVersion : undefined;
  const highest = [stood, left].reduce(higherVersion, record.highest);
  saveRecord(turn, { ...record, before: undefined, highest });
  leaveWayBack(turn, record);
  prunePackages(turn);
}

/** What ran before goes on: without it nothing would. That it should not run is said. */
function tellBelowMinimum(turn: Turn): void {
  const { accepted, packages, settings } = turn.state;
  const { minimumVersion } = settings.packages;
  const version = accepted.program?.ownVersion ?? packages.ownVersion;
  if (version === "" || !isBelowMinimum(version, minimumVersion)) return;
  log(turn, "warn", "What is gone back to is older than agent.package.minimum_version", { version, minimumVersion });
}

/** The operator has gone back: what was offered is not installed again before he says so. */
function leaveOffered(turn: Turn, before: PackagesRecord, version: string): void {
  const gone = storedPackage(before, before.installed);
  if (gone === undefined) return;
  const reason = `ROLLED_BACK: the operator went back to ${version}`;
  failWanted(turn, { ...gone, by: "server" }, { reason, isCondemned: true });
}

function isOffered({ offer }: Packages, { hash }: StoredPackage): boolean {
  return offer?.packages.some((offered) => offered.hash === hash) ?? false;
}

/** Changes of the configuration that have waited go on. */
function endTrial(turn: Turn): void {
  const { packages } = turn.state;
  if (packages.isHolding) turn.desiredChanged = true;
  turn.state.packages = { ...packages, upgrade: { is: "idle" }, isHolding: false };
}

/** The one that comes into force is the newest. */
function newest({ versions }: PackagesRecord, hash: string): readonly StoredPackage[] {
  return [...versions.filter((each) => each.hash !== hash), ...versions.filter((each) => each.hash === hash)];
}
