import { isDeepStrictEqual } from "node:util";

import { addonDirectory, directoryOf } from "../../packages/addon-directory.ts";
import type { AddonsRecord, StoredAddon } from "../../storage/addons-record.ts";
import type { Candidate, State } from "../mind/state.ts";
import type { Turn } from "../mind/turn.ts";
import { setAddons } from "./addon-changes.ts";
import { type AddonSet, sameAddons, storeAddons } from "./addon-set.ts";
import { bringsAddons } from "./addon-target.ts";
import type { WantedAddon } from "./addons-state.ts";
import { saveRecord, tell } from "./package-changes.ts";
import { heldPackages } from "./package-status.ts";

/**
 * At the end of each step, behind all else that it puts on disk: which add-ons go with which configuration, and which files are
 * needed. What neither a process nor a way back nor the newest offer needs is removed.
 */
export function keepAddons(turn: Turn): void {
  const { state } = turn;
  const { record, addons } = state.packages;
  tellInForce(turn);
  const next = recordOf(state);
  if (!isDeepStrictEqual(plain(next), plain(record.addons ?? { here: [] }))) {
    saveRecord(turn, { ...record, addons: next });
  }
  forgetGone(turn);
  const isPruned = next.here.length < (record.addons?.here.length ?? 0);
  if (!isPruned && !addons.isUntidy) return;
  setAddons(turn, { isUntidy: false });
  turn.effects.push({ do: "KeepAddons", directories: [...neededDirectories(state)] });
}

/** Paths of all add-ons that something may still read. */
export function usedAddons({ desired, accepted, lastGood, target, apply, process }: State): Set<string> {
  const sets: AddonSet[] = [];
  const add = ({ addons }: Pick<Candidate, "addons">) => sets.push(addons);
  for (const candidate of [desired, accepted, lastGood.candidate]) add(candidate);
  if (target.is === "run") add(target.composition);
  if ("candidate" in apply) add(apply.candidate);
  if ("composition" in apply) add(apply.composition.candidate);
  if ("run" in process) add(process.run.composition);
  if (process.is === "reloading") add(process.before.run.composition);
  return new Set(sets.flatMap((set) => [...set.values()].map(({ path }) => path)));
}

/** What is in force is told as installed. */
function tellInForce(turn: Turn): void {
  const { accepted, packages } = turn.state;
  for (const addon of packages.addons.wanted) {
    if (addon.is !== "here" || accepted.addons.get(addon.variable)?.hash !== addon.hash) continue;
    const told = packages.told.find(({ name }) => name === addon.name);
    if (told?.phase !== "installed") tell(turn, addon, "installed");
  }
}

/** What is neither offered nor here is not told any more. */
function forgetGone(turn: Turn): void {
  const { packages } = turn.state;
  const held = heldPackages(packages.record);
  const told = packages.told.filter(
    ({ phase, offered, name }) =>
      phase !== "installed" || offered !== undefined || held.some((each) => each.name === name),
  );
  if (told.length < packages.told.length) turn.state.packages = { ...packages, told };
}

function recordOf(state: State): AddonsRecord {
  const { accepted, lastGood, packages } = state;
  const { record, addons } = packages;
  const used = usedAddons(state);
  const wanted = new Set(addons.wanted.flatMap((each) => heldBy(each)?.path ?? []));
  const here = (record.addons?.here ?? []).filter(({ path }) => used.has(path) || wanted.has(path));
  const isOnProbation = !sameAddons(lastGood.candidate.addons, accepted.addons);
  const tried = triedIn(state);
  const hasAny = here.length + accepted.addons.size + lastGood.candidate.addons.size > 0 || record.addons !== undefined;
  return {
    here,
    ...(hasAny && { inForce: storeAddons(accepted.addons, accepted.remote?.id) }),
    ...(isOnProbation && { before: storeAddons(lastGood.candidate.addons, lastGood.candidate.remote?.id) }),
    ...(tried && { tried }),
  };
}

function heldBy(wanted: WantedAddon): StoredAddon | undefined {
  return wanted.is === "awaited" ? wanted.source?.held : wanted.stored;
}

/** The change of add-ons that is under way. One that was cut short in an earlier life counts until there is another, or a verdict. */
function triedIn(state: State): AddonsRecord["tried"] {
  const { apply, packages } = state;
  const { trial } = packages.addons;
  if ("composition" in apply && apply.is !== "reverting" && bringsAddons(state, apply.composition.candidate)) {
    const { addons, remote } = apply.composition.candidate;
    return { ...storeAddons(addons, remote?.id), begun: trial?.begun ?? 1 };
  }
  const { tried } = packages.record.addons ?? {};
  return trial?.isNow === false ? tried : undefined;
}

/** Without what is not there. */
function plain({ here, inForce, before, tried }: AddonsRecord): AddonsRecord {
  return { here, ...(inForce && { inForce }), ...(before && { before }), ...(tried && { tried }) };
}

/** Those of what is on its way too: what has come of a download stays. */
function neededDirectories(state: State): Set<string> {
  const { record, addons } = state.packages;
  const paths = [...usedAddons(state), ...(record.addons?.here ?? []).map(({ path }) => path)];
  const coming = addons.wanted.flatMap(({ is, source }) =>
    is === "awaited" && source ? [addonDirectory(source.file.contentHash, source.rule)] : [],
  );
  return new Set([...paths.map(directoryOf), ...coming]);
}
