import { addonVariable } from "../../config/addon-variable.ts";
import { codePart } from "../../control/code-of.ts";
import type { PackagesStatus, PackageVersion } from "../../control/snapshot.ts";
import type { PackagesRecord, StoredPackage } from "../../storage/packages-record.ts";
import type { State } from "../mind/state.ts";
import { noAddons } from "../packages/addon-set.ts";
import type { PackagePhase } from "../packages/package-status.ts";
import { timeText } from "./time-text.ts";

/** What is shown of packages; `undefined` where none is taken and none is here. */
export function packagesSnapshot(state: State): PackagesStatus | undefined {
  const { record, told, upgrade } = state.packages;
  const { accepts } = state.settings.packages;
  const addons = addonsHere(state);
  const supervisor = supervisorSnapshot(state);
  const isNone = record.versions.length === 0 && addons.length === 0 && supervisor === undefined;
  if (!accepts && isNone) return undefined;
  return {
    accepted: accepts,
    ...(upgrade.is !== "idle" && {
      phase: { is: upgrade.is === "fetching" ? upgrade.phase : upgrade.is, version: upgrade.wanted.version },
    }),
    offered: told.map(({ name, phase, offered, error, progress }) => ({
      name,
      status: statusNames[phase],
      ...(offered && { version: offered.version, hash: offered.hash }),
      ...codePart(error),
      ...(error !== "" && { message: error }),
      ...(phase === "downloading" && progress?.trouble !== undefined && { trouble: progress.trouble }),
    })),
    versions: versionsOf(record),
    ...(addons.length > 0 && { addons }),
    ...(supervisor && { supervisor }),
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

function supervisorSnapshot({ self, settings }: State): PackagesStatus["supervisor"] {
  const { record, upgrade, obstacle, version } = self;
  const { failedRollback: failed } = record;
  const { accepts } = settings.self;
  if (!accepts && record.versions.length === 0) return undefined;
  const phases = {
    fetching: upgrade.is === "fetching" ? upgrade.phase : undefined,
    staged: "staged",
    leaving: "trying",
    left: "trying",
    proving: "trying",
    judged: "trying",
    standing: undefined,
    idle: undefined,
  };
  const phase = phases[upgrade.is];
  return {
    accepted: accepts,
    ...(obstacle && { obstacle: obstacle.reason }),
    ...(phase !== undefined && {
      phase: { is: phase, version: "wanted" in upgrade ? upgrade.wanted.version : version },
    }),
    versions: versionsOf(record),
    ...(failed && {
      failedRollback: {
        at: timeText(failed.at),
        version: failed.version,
        ...codePart(failed.reason),
        message: failed.reason,
      },
    }),
  };
}

function versionsOf({ versions, installed, before }: PackagesRecord): readonly PackageVersion[] {
  const stateOf = ({ hash }: StoredPackage): PackageVersion["state"] => {
    if (hash === installed) return before === undefined ? "installed" : "on probation";
    return hash === before?.hash ? "to go back to" : "kept";
  };
  return versions.map((each) => ({
    name: each.name,
    version: each.version,
    hash: each.hash,
    state: stateOf(each),
    installedAt: timeText(each.at),
  }));
}

const statusNames: Readonly<Record<PackagePhase, PackagesStatus["offered"][number]["status"]>> = {
  pending: "InstallPending",
  downloading: "Downloading",
  installing: "Installing",
  installed: "Installed",
  failed: "InstallFailed",
};
