import { isDeepStrictEqual } from "node:util";

import { programPath } from "../../packages/package-directory.ts";
import type { OfferedFile, OfferedPackage, PackagesOffer } from "../../packages/packages-offer.ts";
import { judgeOffered, kindOf, type PackageDecision, type PackageKind, planPackages } from "../../packages/plan.ts";
import type { PackagesRecord, StoredPackage } from "../../storage/packages-record.ts";
import { beginApply } from "../apply/apply.ts";
import { isAtRest } from "../mind/at-rest.ts";
import type { State } from "../mind/state.ts";
import { log, type Turn } from "../mind/turn.ts";
import type { WantedAddon } from "./addons-state.ts";
import { planAddons } from "./addons.ts";
import { abandonPackage, failWanted, keptVersions, saveRecord, tell } from "./package-changes.ts";
import { heldPackages, type Progress, type ToldPackage, withTold } from "./package-status.ts";
import {
  type FetchOutcome,
  type FetchPhase,
  packageFailureText,
  type Packages,
  programOf,
  runningVersion,
  type Wanted,
} from "./packages-state.ts";
import { acceptProgram, isProgramNew, promoteProgram } from "./program-verdict.ts";
import { sameProgram } from "./program.ts";
import { collectorRefusals, heldSelf, selfFacts, selfRefusal } from "./self-state.ts";
import { fetchSelf, withdrawSelf } from "./self-upgrade.ts";
import { wantedAddon } from "./wanted-addon.ts";

/** A trial that was begun so often and never had a verdict ends the supervisor itself, or the machine. */
const mostTrials = 3;

/** The server offers packages. The newest offer wins; one that says what is known already changes nothing. */
export function offerPackages(turn: Turn, offer: PackagesOffer): void {
  const { state } = turn;
  const { packages, settings } = state;
  if (!settings.packages.accepts && !settings.self.accepts) {
    return log(turn, "warn", "Ignored an offer of packages: accepts_packages is off");
  }
  if (packages.offer?.id === offer.id && isDeepStrictEqual(packages.offer.packages, offer.packages)) {
    return log(turn, "debug", "These packages are known", { packages: offer.id });
  }
  log(turn, "info", "Packages offered", { packages: offer.id, names: offer.packages.map(({ name }) => name) });
  const isHeldBack = packages.isHeldBack || state.hold !== undefined;
  state.packages = { ...packages, offer, isPlanned: false, isHeldBack };
  turn.effects.push({ do: "SavePackageOffer", offer });
}

/** A package is on its way. */
export function takeProgress(turn: Turn, ticket: number, phase: FetchPhase, progress: Progress | undefined): void {
  const { packages } = turn.state;
  const { upgrade } = packages;
  if (upgrade.is !== "fetching" || upgrade.ticket !== ticket) return;
  turn.state.packages = { ...packages, upgrade: { ...upgrade, phase } };
  tell(turn, upgrade.wanted, phase === "downloading" ? "downloading" : "installing", { progress });
}

/** A package lies in its directory, or will not. An answer whose ticket is not the current one is dropped. */
export function takeFetched(turn: Turn, ticket: number, outcome: FetchOutcome): void {
  const { state } = turn;
  const { packages, settings } = state;
  const { upgrade, record } = packages;
  if (upgrade.is !== "fetching" || upgrade.ticket !== ticket) return;
  const { wanted } = upgrade;
  state.packages = { ...packages, upgrade: { is: "idle" } };
  if (!outcome.fetched)
    return failWanted(turn, wanted, { reason: packageFailureText(outcome.failure), ...outcome.failure });
  const { stored, replaced } = outcome;
  const versions = { offered: wanted.version, printed: stored.ownVersion };
  const verdict = judgeOffered(versions, { ...settings.packages, record, running: runningVersion(packages) });
  if (verdict.kind === "refused") {
    return failWanted(turn, wanted, { reason: `${verdict.code}: preflight: ${verdict.message}`, isCondemned: false });
  }
  if (isOther(record, stored)) return tell(turn, wanted, stored.hash === record.installed ? "installed" : "pending");
  saveRecord(turn, { ...record, versions: [...record.versions.filter(({ hash }) => hash !== stored.hash), stored] });
  const program = programOf(stored, settings.packages.directory);
  state.packages = { ...state.packages, upgrade: { is: "staged", wanted, program, replaced } };
  tell(turn, wanted, "pending");
}

/** Whether another program than this one runs under its hash, or is gone back to: that stays what it is. */
function isOther({ versions, installed, before }: PackagesRecord, { hash, program }: StoredPackage): boolean {
  const isUsed = hash === installed || hash === before?.hash;
  return isUsed && versions.some((each) => each.hash === hash && each.program !== program);
}

/** At the end of each step: what lies ready is tried once no change of the configuration is under way. */
export function moveUpgrade(turn: Turn): void {
  const { state } = turn;
  if (state.stopRequested) return;
  planOffer(turn);
  const { upgrade, isPlanned, record } = state.packages;
  const isHeldBack = upgrade.is === "staged" && upgrade.wanted.by === "server" && state.packages.isHeldBack;
  if (upgrade.is === "staged" && !isHeldBack && isAtRest(state)) return tryProgram(turn, upgrade);
  // It was cut short in an earlier run, and is not wanted any more.
  if (upgrade.is === "idle" && isPlanned && record.trial !== undefined)
    saveRecord(turn, { ...record, trial: undefined });
}

/** The supervisor ends: what is on its way stays where it is, and the next start goes on. */
export function stopUpgrade(turn: Turn): void {
  const { packages } = turn.state;
  abandonPackage(turn);
  if (packages.upgrade.is !== "trying") return;
  saveRecord(turn, { ...packages.record, trial: undefined });
  turn.state.packages = { ...turn.state.packages, upgrade: { is: "idle" }, isHolding: false };
}

/** Whether a change of the configuration has to wait, since it could not be told what is to blame for a failure. */
export function holdsConfiguration(turn: Turn): boolean {
  const { packages } = turn.state;
  if (packages.upgrade.is !== "trying") return false;
  turn.state.packages = { ...packages, isHolding: true };
  return true;
}

/** What is offered is looked at as a whole, once nothing is in the way of it. */
export function planOffer(turn: Turn): void {
  const { state } = turn;
  const { packages, settings, stopRequested } = state;
  const { offer, upgrade } = packages;
  const isBusy = upgrade.is === "trying" || (upgrade.is !== "idle" && upgrade.wanted.by === "operator");
  // A configuration that has begun, and waits for add-ons, goes on under a hold.
  const isHeldBack = packages.isHeldBack && packages.addons.waiting === undefined;
  if (stopRequested || packages.isPlanned || isHeldBack || offer === undefined || isBusy) return;
  const running = runningVersion(packages);
  const decisions = planPackages(offer, {
    ...settings.packages,
    record: packages.record,
    running,
    supervisor: selfFacts(state),
    refusals: { ...collectorRefusals(state), supervisor: selfRefusal(state) },
  });
  const stays = packages.told.filter((told) => isHeld(state, told) && !decisions.has(told.name));
  state.packages = {
    ...packages,
    planned: offer,
    isPlanned: true,
    told: stays.map((told) => ({ ...told, phase: "installed", offered: undefined, error: "" })),
  };
  const wanted = new Set<PackageKind>();
  const addons: WantedAddon[] = [];
  for (const offered of offer.packages) {
    const decision = decisions.get(offered.name);
    if (decision === undefined) continue;
    const isOnItsWay = carryOut(turn, offered, decision, packages);
    if (isOnItsWay) wanted.add(kindOf(offered));
    if (kindOf(offered) === "addon") addons.push(...wantedAddon(state, { offered, decision, isOnItsWay }));
  }
  if (!wanted.has("collector")) abandonPackage(turn);
  if (!wanted.has("supervisor")) withdrawSelf(turn);
  planAddons(turn, addons);
}

/** `true` where the package is on its way. */
function carryOut(turn: Turn, offered: OfferedPackage, decision: PackageDecision, before: Packages): boolean {
  const { name, version, hash } = offered;
  const wanted: Wanted = { by: "server", name, version, hash };
  const failed = before.told.find((told) => told.name === name && told.phase === "failed");
  if (decision.do === "nothing") {
    tell(turn, wanted, "installed");
  } else if (decision.do === "refuse") {
    const reason = decision.code === "REJECTED" ? decision.reason : `${decision.code}: ${decision.reason}`;
    failWanted(turn, wanted, { reason, isCondemned: false });
  } else if (decision.do === "wait") {
    tell(turn, wanted, "pending");
  } else if (failed?.offered?.hash === hash && isDeepStrictEqual(fileOf(before.planned, name), offered.file)) {
    turn.state.packages = { ...turn.state.packages, told: withTold(turn.state.packages.told, failed) };
  } else {
    const fetch = kindOf(offered) === "supervisor" ? fetchSelf : fetchPackage;
    if (decision.do !== "add") fetch(turn, wanted, offered, decision);
    return true;
  }
  return false;
}

/** What is on its way already goes on. */
function fetchPackage(
  turn: Turn,
  wanted: Wanted,
  { file }: OfferedPackage,
  decision: Extract<PackageDecision, { do: "use" | "fetch" }>,
): void {
  const { state } = turn;
  const { upgrade } = state.packages;
  const isSame = upgrade.is !== "idle" && upgrade.wanted.hash === wanted.hash && upgrade.wanted.name === wanted.name;
  if (isSame && upgrade.is === "staged") return tell(turn, wanted, "pending");
  if (isSame && upgrade.is === "fetching" && isDeepStrictEqual(upgrade.file, file)) {
    return tell(turn, wanted, upgrade.phase === "downloading" ? "downloading" : "installing");
  }
  abandonPackage(turn);
  const ticket = state.nextTicket;
  state.nextTicket += 1;
  state.packages = { ...state.packages, upgrade: { is: "fetching", ticket, wanted, phase: "downloading", file } };
  tell(turn, wanted, "pending");
  const held = decision.do === "use" ? decision.held : undefined;
  keepForFetch(turn, decision.file, held);
  turn.effects.push({ do: "FetchPackage", ticket, wanted, file: decision.file, held });
}

/** What came of downloads that were given up, and of versions that have failed, goes with the next one, so that a server which changes its mind does not fill the disk. */
function keepForFetch(turn: Turn, { contentHash }: OfferedFile, held: StoredPackage | undefined): void {
  const { settings, packages } = turn.state;
  const { record } = packages;
  const versions = keptVersions(record, settings.packages.keep, held === undefined ? [] : [held.hash]);
  if (versions.length < record.versions.length) saveRecord(turn, { ...record, versions });
  const here = versions.map(({ program }) => program);
  turn.effects.push({ do: "KeepPackages", programs: [...here, programPath(contentHash, "program")] });
}

/** The switch is written into the journal before anything is touched; from now on the machine apply has it. */
function tryProgram(turn: Turn, staged: Extract<Packages["upgrade"], { is: "staged" }>): void {
  const { state } = turn;
  const { record } = state.packages;
  const { wanted, program } = staged;
  const begun = record.trial?.hash === wanted.hash ? record.trial.begun + 1 : 1;
  if (begun > mostTrials) {
    const reason = `INTERRUPTED: starting: the supervisor ended ${mostTrials} times while it was tried`;
    saveRecord(turn, { ...record, trial: undefined });
    state.packages = { ...state.packages, upgrade: { is: "idle" } };
    return failWanted(turn, wanted, { reason, isCondemned: true });
  }
  const before = state.target.is === "run" ? state.target.composition : undefined;
  state.packages = { ...state.packages, upgrade: { ...staged, is: "trying", before } };
  if (wanted.by === "server") tell(turn, wanted, "installing");
  if (sameProgram(program, state.accepted.program)) {
    acceptProgram(turn);
    return isProgramNew(state) ? undefined : promoteProgram(turn);
  }
  saveRecord(turn, { ...record, trial: { hash: wanted.hash, begun } });
  log(turn, "info", "Trying another program for the Collector", { version: wanted.version, by: wanted.by });
  state.desired = { ...state.desired, program };
  beginApply(turn);
}

function isHeld({ packages: { record }, self }: State, { name }: ToldPackage): boolean {
  return heldPackages(record).some((held) => held.name === name) || heldSelf(self) === name;
}

function fileOf(offer: PackagesOffer | undefined, name: string): OfferedPackage["file"] {
  return offer?.packages.find((each) => each.name === name)?.file;
}
