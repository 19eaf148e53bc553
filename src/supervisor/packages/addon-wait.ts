import { addonVariable } from "../../config/addon-variable.ts";
import { RemoteConfigStatuses } from "../../opamp/wire/messages.ts";
import { sameCandidate } from "../apply/candidate.ts";
import { type Failure, failureText, verdictText } from "../apply/failure.ts";
import type { RemoteConfig } from "../apply/remote-config.ts";
import { awaited, setRemoteStatus } from "../apply/remote-status.ts";
import { endTrial, fail } from "../apply/verdict.ts";
import type { ComposeOutcome } from "../mind/events.ts";
import type { Candidate, State } from "../mind/state.ts";
import { cancelTimer, log, setTimer, type Turn } from "../mind/turn.ts";
import { setAddons } from "./addon-changes.ts";
import type { Packages } from "./packages-state.ts";

/**
 * A new configuration and its add-ons are one change: where some are still on their way it waits for them, and what is in force
 * runs on. One that refers to what nobody offers fails by its name. `true`: there is no more to be done with it now.
 */
export function holdsForAddons(turn: Turn, candidate: Candidate, outcome: ComposeOutcome): boolean {
  const remote = awaited(turn, candidate);
  if (remote === undefined) return false;
  const { packages } = turn.state;
  const variables = outcome.composed ? [...outcome.composition.addons.keys()] : (outcome.lacking ?? []);
  const coming = variables.filter((variable) => isComing(packages, candidate, variable));
  if (coming.length > 0) {
    wait(turn, candidate, coming);
    return true;
  }
  const gone = outcome.composed ? variables.filter((variable) => isGone(packages, variable)) : variables;
  if (gone.length === 0) return false;
  fail(turn, { candidate }, missing(packages, gone));
  return true;
}

/** Another configuration is wanted: nobody waits for that one any more. */
export function endWaitForAddons(turn: Turn): void {
  cancelTimer(turn, "addons");
  if (turn.state.packages.addons.waiting !== undefined) setAddons(turn, { waiting: undefined });
}

/** All that will come is here: the configuration that has waited is tried with it, or fails for want of it. */
export function releaseWaiting(turn: Turn): void {
  const { state } = turn;
  const { waiting, wanted } = state.packages.addons;
  if (waiting === undefined) return;
  endWaitForAddons(turn);
  const failed = wanted.filter(({ is, variable }) => is === "failed" && waiting.variables.includes(variable));
  const { remote } = waiting;
  if (failed.length > 0) {
    const variables = failed.map(({ variable }) => variable);
    return failWaiting(turn, remote, missing(state.packages, variables));
  }
  state.desired = { ...state.desired, remote };
  turn.desiredChanged = true;
}

/** The longest wait is over. */
export function takeAddonTime(turn: Turn): void {
  const { state } = turn;
  const { waiting } = state.packages.addons;
  if (waiting === undefined) return;
  endWaitForAddons(turn);
  const { remote, variables } = waiting;
  const text = `${variables.map((each) => titleOf(state.packages, each)).join(", ")} did not come within ${
    state.settings.packages.addonWaitMs / 1000
  } s`;
  failWaiting(turn, remote, { code: "ADDON_MISSING", phase: "composing", text });
}

/** Nothing has been done for it, so what is under way meanwhile goes on, and is not to blame. */
function failWaiting(turn: Turn, remote: RemoteConfig, failure: Failure): void {
  const { state } = turn;
  log(turn, "error", "Configuration failed", {
    remoteConfig: remote.id,
    phase: failure.phase,
    reason: failureText(failure),
  });
  setAddons(turn, { isDue: true });
  if (state.trial?.hash === remote.id) endTrial(turn);
  state.pending = undefined;
  setRemoteStatus(turn, remote, RemoteConfigStatuses.RemoteConfigStatuses_FAILED, verdictText(failure));
}

function wait(turn: Turn, candidate: Candidate, variables: readonly string[]): void {
  const { state } = turn;
  const { remote } = candidate;
  if (remote === undefined) return;
  log(turn, "info", "A remote configuration waits for add-ons", { remoteConfig: remote.id, variables });
  setRemoteStatus(turn, remote, RemoteConfigStatuses.RemoteConfigStatuses_APPLYING);
  setAddons(turn, { waiting: { remote, variables } });
  setTimer(turn, "addons", state.settings.packages.addonWaitMs);
  state.desired = { ...state.desired, remote: state.accepted.remote };
  if (!isAtRest(state)) turn.desiredChanged = true;
}

/** What is desired now runs and is proved, with no verdict to come. */
function isAtRest({ desired, accepted, target, process }: State): boolean {
  if (target.is !== "run" || process.is !== "up" || !process.proven || !sameCandidate(desired, accepted)) return false;
  return sameCandidate(target.composition.candidate, accepted) && process.run.composition === target.composition;
}

/** An offer that is not planned yet counts: it came beside the configuration. */
function isComing({ isPlanned, offer, addons }: Packages, candidate: Candidate, variable: string): boolean {
  const has = candidate.addons.get(variable);
  if (!isPlanned) {
    return (offer?.packages ?? []).some(
      ({ isTopLevel, name, hash }) => !isTopLevel && addonVariable(name) === variable && has?.hash !== hash,
    );
  }
  return addons.wanted.some((each) => {
    if (each.variable !== variable) return false;
    return each.is === "awaited" || (each.is === "here" && addons.isDue && has?.path !== each.stored.path);
  });
}

/** It is here for the sake of what is in force alone: nobody offers it any more. */
function isGone({ offer, isPlanned, addons }: Packages, variable: string): boolean {
  return offer !== undefined && isPlanned && !addons.wanted.some((each) => each.variable === variable);
}

function missing(packages: Packages, variables: readonly string[]): Failure {
  const each = variables.map((variable) => {
    const told = packages.told.find(({ name, phase }) => phase === "failed" && addonVariable(name) === variable);
    return told === undefined
      ? `it needs ${variable}, and no package is offered for that`
      : `it needs ${titleOf(packages, variable)}, which is not here: ${told.error}`;
  });
  return { code: "ADDON_MISSING", phase: "composing", text: each.join("; ") };
}

function titleOf({ offer }: Packages, variable: string): string {
  const found = offer?.packages.find(({ isTopLevel, name }) => !isTopLevel && addonVariable(name) === variable);
  return found === undefined ? variable : `the package ${JSON.stringify(found.name)} (${variable})`;
}
