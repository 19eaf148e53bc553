import { sameCandidate } from "../apply/candidate.ts";
import type { Failed } from "../apply/remote-status.ts";
import { differs } from "../collector/keepalive.ts";
import type { Candidate, Composition, State } from "../mind/state.ts";
import type { Turn } from "../mind/turn.ts";
import type { AddonSet } from "./addon-set.ts";
import { bringsAddons } from "./addon-target.ts";

/** Whether all that is new about a composition are add-ons to which it does not refer: what runs need not hear of them. */
export function changesNothing(state: State, composition: Composition): boolean {
  const { target, pending } = state;
  const { candidate } = composition;
  if (target.is === "nothing" || !bringsAddons(state, candidate)) return false;
  if (candidate.remote !== undefined && candidate.remote.id === pending) return false;
  const now = target.composition.candidate;
  return sameCandidate({ ...candidate, addons: now.addons }, now) && !differs(target.composition, composition);
}

/** The add-ons of a candidate are in force from now on, whatever becomes of its configuration. */
export function takeAddons(turn: Turn, { addons }: Candidate): void {
  const { state } = turn;
  const { accepted, lastGood, good } = state;
  if (sameCandidate(lastGood.candidate, accepted)) {
    const composition = lastGood.composition && fits(lastGood.composition, addons) ? lastGood.composition : undefined;
    state.lastGood = { candidate: { ...lastGood.candidate, addons }, composition };
  }
  state.accepted = { ...accepted, addons };
  if (good !== undefined && !fits(good, addons)) state.good = undefined;
}

/** Whether what has failed refers to any add-on that is not in force, and is another configuration by that. */
export function refersToNew({ accepted }: Pick<State, "accepted">, failed: Failed): boolean {
  return "addons" in failed && !fits(failed, accepted.addons);
}

/** Whether what a composition refers to is the same in this set. */
function fits(composition: Composition, addons: AddonSet): boolean {
  return [...composition.addons].every(([variable, { path }]) => addons.get(variable)?.path === path);
}
