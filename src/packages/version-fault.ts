import { compareVersions } from "./compare-versions.ts";

export interface VersionRules {
  /** An older version than the one that runs may be installed. */
  readonly allowDowngrade: boolean;
  /** None below this one may; `undefined`: any may. */
  readonly minimumVersion: string | undefined;
}

export interface VersionQuestion extends VersionRules {
  version: string;
  /** Of what runs; empty where that is not known. */
  running: string;
}

/** Why the operator does not let this version be installed; `undefined` where he does. */
export function versionFault(question: VersionQuestion): { code: string; reason: string } | undefined {
  const { version, running, allowDowngrade, minimumVersion } = question;
  if (allowDowngrade && minimumVersion === undefined) return undefined;
  if (compareVersions(version, version) === undefined) {
    const reason = `${JSON.stringify(version)} is no version that can be ranked, which agent.package asks for`;
    return { code: "VERSION_UNREADABLE", reason };
  }
  if (minimumVersion !== undefined && (compareVersions(version, minimumVersion) ?? -1) < 0) {
    const reason = `${version} is below agent.package.minimum_version, ${minimumVersion}`;
    return { code: "BELOW_MINIMUM", reason };
  }
  if (allowDowngrade || (compareVersions(version, running) ?? 0) >= 0) return undefined;
  const reason = `${version} is older than ${running}, which runs, and agent.package.allow_downgrade is off`;
  return { code: "DOWNGRADE", reason };
}
