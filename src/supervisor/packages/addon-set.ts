import { join } from "node:path";

import { addonVariable } from "../../config/addon-variable.ts";
import type { AddonsRecord, StoredAddonSet } from "../../storage/addons-record.ts";

/** A file or a directory that a package has brought for the Collector to read. */
export interface Addon {
  /** Of the package. */
  readonly name: string;
  readonly version: string;
  /** The Server's hash of the package in lower-case hex. */
  readonly hash: string;
  /** From the directory of add-ons. What lies at one path is always the same. */
  readonly path: string;
}

/** The add-ons of a candidate, by the variables in which the Collector finds them. */
export type AddonSet = ReadonlyMap<string, Addon>;

export const noAddons: AddonSet = new Map();

/** Whether a Collector could not tell two sets apart. */
export function sameAddons(a: AddonSet, b: AddonSet): boolean {
  return a === b || (a.size === b.size && [...a].every(([variable, { path }]) => b.get(variable)?.path === path));
}

/** Those of a set that have one of these variables. */
export function addonsOf(set: AddonSet, variables: readonly string[]): AddonSet {
  return new Map([...set].filter(([variable]) => variables.includes(variable)));
}

/** Absolute paths by variable: what the Collector finds in its environment. */
export function addonPaths(set: AddonSet, directory: string): Map<string, string> {
  return new Map([...set].map(([variable, { path }]) => [variable, join(directory, path)]));
}

/** The set as it is stored beside the configuration that it goes with. */
export function storeAddons(set: AddonSet, config: string | undefined): StoredAddonSet {
  return {
    config: config ?? "",
    addons: [...set.values()].map(({ name, version, hash, path }) => ({ name, version, hash, path })),
  };
}

function readAddons({ addons }: StoredAddonSet): AddonSet {
  return new Map(addons.map((addon) => [addonVariable(addon.name), addon]));
}

/**
 * The add-ons that go with the remote configuration of this hash. Records of configurations and of add-ons are written one after
 * the other, so the supervisor may have ended between them: what is in force may stand under what was tried, or before.
 */
export function storedAddons(record: AddonsRecord | undefined, config: string | undefined): AddonSet {
  const { inForce, tried, before } = record ?? {};
  const found = [inForce, tried, before].find((set) => set?.config === (config ?? ""));
  const set = found ?? inForce;
  return set === undefined ? noAddons : readAddons(set);
}

/** The add-ons to go back to while what is in force is on probation. */
export function storedAddonsBefore(
  record: AddonsRecord | undefined,
  config: string | undefined,
  accepted: AddonSet,
): AddonSet {
  const { before } = record ?? {};
  return before?.config === (config ?? "") ? readAddons(before) : accepted;
}
