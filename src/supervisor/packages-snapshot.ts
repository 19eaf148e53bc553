import { codePart } from "../control/code-of.ts";
import type { PackagesStatus } from "../control/snapshot.ts";
import type { StoredPackage } from "../storage/packages-record.ts";
import type { PackagePhase } from "./package-status.ts";
import type { State } from "./state.ts";
import { timeText } from "./time-text.ts";

/** What is shown of packages; `undefined` where none is taken and none is here. */
export function packagesSnapshot({ packages, settings }: State): PackagesStatus | undefined {
  const { record, told, upgrade } = packages;
  const { accepts } = settings.packages;
  if (!accepts && record.versions.length === 0) return undefined;
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
  };
}

const statusNames: Readonly<Record<PackagePhase, PackagesStatus["offered"][number]["status"]>> = {
  pending: "InstallPending",
  downloading: "Downloading",
  installing: "Installing",
  installed: "Installed",
  failed: "InstallFailed",
};
