import type { State } from "../mind/state.ts";
import { type Addon, type AddonSet, sameAddons } from "./addon-set.ts";
import type { WantedAddon } from "./addons-state.ts";
import type { Packages } from "./packages-state.ts";

/**
 * The add-ons that are to be in force: what is offered and here, what was in force before where the new one has failed, and what is
 * not offered any more only as long as the configuration in force refers to it. `undefined`: not all have come yet.
 */
export function targetAddons({ packages, accepted, good }: State): AddonSet | undefined {
  const { wanted } = packages.addons;
  if (packages.offer === undefined) return accepted.addons;
  if (wanted.some(({ is }) => is === "awaited")) return undefined;
  const set = new Map(wanted.flatMap((each) => entryOf(each, accepted.addons)));
  for (const [variable, addon] of accepted.addons) {
    const isOffered = wanted.some((each) => each.variable === variable);
    if (!isOffered && (good?.addons.has(variable) ?? true)) set.set(variable, addon);
  }
  return set;
}

function entryOf(wanted: WantedAddon, before: AddonSet): [variable: string, addon: Addon][] {
  const { name, version, hash, variable } = wanted;
  if (wanted.is === "here") return [[variable, { name, version, hash, path: wanted.stored.path }]];
  const kept = before.get(variable);
  return kept?.name === name ? [[variable, kept]] : [];
}

/** Whether add-ons that are not in force yet are on their way, or here. */
export function bringsMore({ addons, record }: Packages): boolean {
  const hasSome = addons.wanted.length > 0 || record.addons !== undefined;
  return (addons.isDue && hasSome) || addons.wanted.some(({ is }) => is === "awaited");
}

/** Whether a candidate would bring other add-ons into force. */
export function bringsAddons({ accepted }: Pick<State, "accepted">, { addons }: { addons: AddonSet }): boolean {
  return !sameAddons(addons, accepted.addons);
}
