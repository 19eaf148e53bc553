import { type Failure, failureText } from "../apply/failure.ts";
import { sameRemote } from "../apply/remote-config.ts";
import type { Failed } from "../apply/remote-status.ts";
import type { Candidate, State } from "../mind/state.ts";
import { log, type Turn } from "../mind/turn.ts";
import { failAddon, setAddons } from "./addon-changes.ts";
import { type AddonSet, storeAddons } from "./addon-set.ts";
import { bringsAddons } from "./addon-target.ts";
import type { WantedAddon } from "./addons-state.ts";

/** Whether a candidate is the configuration in force with other add-ons: then these are what is tried. */
export function isAddonTrial(state: State, candidate: Candidate): boolean {
  return bringsAddons(state, candidate) && sameRemote(candidate.remote, state.accepted.remote);
}

/**
 * The same change of add-ons alone is begun again and again, and has never had a verdict: how often, this time included.
 * (With a new remote configuration the journal of that one counts.)
 */
export function beginAddonTrial(turn: Turn, { remote, addons }: Candidate): number {
  const { trial } = turn.state.packages.addons;
  const id = JSON.stringify(storeAddons(addons, remote?.id));
  if (trial?.id === id && trial.isNow) return trial.begun;
  const begun = trial?.id === id ? trial.begun + 1 : 1;
  setAddons(turn, { trial: { id, begun, isNow: true } });
  return begun;
}

/** Whatever was tried has its verdict. */
export function endAddonTrial(turn: Turn): void {
  if (turn.state.packages.addons.trial !== undefined) setAddons(turn, { trial: undefined });
}

/**
 * A candidate with other add-ons has failed. Those that what is in force refers to as well are gone back from with it, and the
 * server hears why; they are tried again with the next configuration. Those that nothing else refers to stay, as they can do no harm.
 */
export function failAddons(turn: Turn, failed: Failed, failure: Failure): void {
  const { state } = turn;
  const { candidate } = failed;
  if (!bringsAddons(state, candidate)) return;
  setAddons(turn, { isDue: true });
  const isOwn = isAddonTrial(state, candidate);
  // What cannot even be composed is the new configuration's own fault.
  if (!isOwn && failure.phase === "composing") return;
  const used = "addons" in failed ? failed.addons : candidate.addons;
  const isReferred = (variable: string) => isOwn || (state.good?.addons.has(variable) ?? true);
  const what = isOwn ? "" : "with the remote configuration that was tried with it, ";
  const reason = failureText({ ...failure, text: `${what}${failure.text}` });
  for (const addon of changed(state, used, state.accepted.addons)) {
    if (isReferred(addon.variable)) failAddon(turn, addon, { reason });
  }
}

/** What was told as installed does not stand the probation. */
export function withdrawAddons(turn: Turn, failure: Failure): void {
  const { state } = turn;
  const { accepted, lastGood, good } = state;
  const reason = `withdrawn: ${failureText(failure)}`;
  for (const addon of changed(state, good?.addons ?? accepted.addons, lastGood.candidate.addons)) {
    failAddon(turn, addon, { reason });
  }
  setAddons(turn, { isDue: true });
}

/** A new remote configuration has come: what did not work with another one may with this. */
export function reviveAddons(turn: Turn): void {
  const { wanted } = turn.state.packages.addons;
  const revived = wanted.map((each): WantedAddon => {
    return each.is === "failed" && each.stored !== undefined ? { ...each, is: "here", stored: each.stored } : each;
  });
  if (revived.every((each, place) => each === wanted[place])) return;
  log(turn, "debug", "Add-ons that have failed are tried with the new remote configuration");
  setAddons(turn, { wanted: revived, isDue: true });
}

/** What is wanted and here, is among `used`, and is something else in `before`. */
function changed(state: State, used: AddonSet, before: AddonSet): WantedAddon[] {
  return state.packages.addons.wanted.filter((each) => {
    if (each.is !== "here" || used.get(each.variable)?.path !== each.stored.path) return false;
    return before.get(each.variable)?.path !== each.stored.path;
  });
}
