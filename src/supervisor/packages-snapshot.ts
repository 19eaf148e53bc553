import { addonVariable } from "../config/addon-variable.ts";
import { codePart } from "../control/code-of.ts";
import type { PackagesStatus } from "../control/snapshot.ts";
import type { StoredPackage } from "../storage/packages-record.ts";
import { noAddons } from "./addon-set.ts";
import type { PackagePhase } from "./package-status.ts";
import type { State } from "./state.ts";
import { timeText } from "./time-text.ts";

/** What is shown of packages; `undefined` where none is taken and none is here. */
export function packagesSnapshot(state: State): PackagesStatus | undefined {
  const { packages, settings } = state;
  const { record, told, upgrade } = packages;
  const { accepts } = settings.packages;
  const addons = addonsHere(state);
  if (!accepts && record.versions.length === 0 && addons.length === 0) return undefined;
  const stateOf = ({ hash }: StoredPackage): PackagesStatus["versions"][number]["state"] => {
    if (hash === record.installed) return record.before === undefined ? "installed" : "on probation";
    return hash === record.before?.hash ? "to go back to" : "kept";
  };
  return {
    accepted: accepts,
    ...(upgrade.is !== "idle" && {
      phase: { is: upgrade.is === "fetching" ? upgrade.phase : upgrade.is, version: upgrade.wanted.version },
    }),
    offered: told.map(({ name, phase, offered, error }) => ({
      name,
      status: statusNames[phase],
      ...(offered && { version: offered.version, hash: offered.hash }),
      ...codePart(error),
      ...(error !== "" && { message: error }),
    })),
    versions: record.versions.map((version) => ({
      name: version.name,
      version: version.version,
      hash: version.hash,
      state: stateOf(version),
      installedAt: timeText(version.at),
    })),
    ...(addons.length > 0 && { addons }),
  };
}

type ShownAddon = NonNullable<PackagesStatus["addons"]>[number];

/** Those in force, and whatever else lies here. */
function addonsHere({ accepted, lastGood, process, packages }: State): ShownAddon[] {
  const running = "run" in process ? process.run.composition.addons : noAddons;
  const stateOf = (variable: string, path: string): ShownAddon["state"] => {
    if (running.get(variable)?.path === path) return "in use";
    if (accepted.addons.get(variable)?.path === path) return "not referred to";
    return lastGood.candidate.addons.get(variable)?.path === path ? "to go back to" : "waiting";
  };
  const here = packages.record.addons?.here ?? [];
  const all = [
    ...here,
    ...[...accepted.addons.values()].filter(({ path }) => !here.some((each) => each.path === path)),
  ];
  return all.map(({ name, version, hash, path }) => {
    const variable = addonVariable(name);
    return { name, version, hash, variable, path: `addons/${path}`, state: stateOf(variable, path) };
  });
}

const statusNames: Readonly<Record<PackagePhase, PackagesStatus["offered"][number]["status"]>> = {
  pending: "InstallPending",
  downloading: "Downloading",
  installing: "Installing",
  installed: "Installed",
  failed: "InstallFailed",
};
