import { addonVariable } from "../config/addon-variable.ts";
import type { AllowedPackage } from "../config/package-types.ts";
import { type PackagesRecord, type StoredPackage, storedPackage } from "../storage/packages-record.ts";
import type { OfferedFile, OfferedPackage, PackagesOffer } from "./packages-offer.ts";
import { type AddonPlan, heldAddon, namesakes, ruleFor } from "./plan-addon.ts";
import { judgeVersion, type VersionVerdict } from "./trust/judge-version.ts";

/** What is to become of one package of an offer. */
export type PackageDecision =
  /** It runs already. */
  | { do: "nothing" }
  /** The identical content lies here already: nothing is fetched. */
  | { do: "use"; held: StoredPackage; file: OfferedFile }
  | { do: "fetch"; file: OfferedFile }
  /** Under its hash lies what is gone back to, and that is something else: it stays until it is needed no more. */
  | { do: "wait" }
  /** It is an add-on that the operator lets in: fetched where it is not here, and given to the Collector. */
  | { do: "add"; addon: AddonPlan }
  /** `code` is for machines. */
  | { do: "refuse"; code: string; reason: string };

/** What the operator says of versions. */
export interface VersionRules {
  readonly allowDowngrade: boolean;
  /** `undefined`: there is none. */
  readonly minimumVersion: string | undefined;
}

/** What is known of one program that packages may bring: of the Collector, or of the supervisor itself. */
export interface ProgramFacts extends VersionRules {
  record: PackagesRecord;
  /** Version of what runs, by its own word; empty where it is not known. */
  running: string;
}

export interface PlanFacts extends ProgramFacts {
  /** The add-ons that the operator lets in. */
  allowed: readonly AllowedPackage[];
  /** Why no package of a kind is taken; `undefined`: it is. Add-ons are taken where the Collector's are. */
  refusals: Readonly<Record<PackageKind, Refusal | undefined>>;
  supervisor: ProgramFacts;
}

export interface Refusal {
  /** For machines. */
  code: string;
  reason: string;
}

/** What a package is of. */
export type PackageKind = "collector" | "supervisor" | "addon";

/** Whether this version may be installed: `printed` is what the program says of itself. */
export function judgeOffered(versions: { offered: string; printed: string }, facts: ProgramFacts): VersionVerdict {
  const { record, running, allowDowngrade, minimumVersion: minimum } = facts;
  const installed = running === "" ? undefined : running;
  return judgeVersion({ ...versions, installed, highest: record.highest, minimum, allowDowngrade });
}

/** The name under which servers offer the supervisor itself. */
export const supervisorName = "supervisor";

/** SHA-256 in hex. */
const contentHashDigits = 64;

/**
 * Decides on each package of an offer before anything is done (§ Downloading Packages): what runs already is left, what
 * lies here is used, what is not to be had is refused by name. Hashes are compared and nothing else, but for the content
 * hash, which must be a SHA-256 (trap 15). Pure.
 */
export function planPackages({ packages }: PackagesOffer, facts: PlanFacts): ReadonlyMap<string, PackageDecision> {
  const ofKind = (kind: PackageKind) => packages.filter((offered) => kindOf(offered) === kind);
  const [collector, addons] = [ofKind("collector")[0], ofKind("addon")];
  return new Map(packages.map((offered) => [offered.name, planOne(offered, { collector, addons }, facts)]));
}

/** What a package is to become here: that is decided by its type and its name, and nowhere else. */
export function kindOf({ name, isTopLevel }: Pick<OfferedPackage, "name" | "isTopLevel">): PackageKind {
  if (!isTopLevel) return "addon";
  return name === supervisorName ? "supervisor" : "collector";
}

/** `collector`: the first of its kind; `addons`: all of them. */
function planOne(
  offered: OfferedPackage,
  { collector, addons }: { collector: OfferedPackage | undefined; addons: readonly OfferedPackage[] },
  facts: PlanFacts,
): PackageDecision {
  const kind = kindOf(offered);
  const refusal = facts.refusals[kind];
  if (refusal !== undefined) return refused(refusal.code, refusal.reason);
  if (kind === "addon") return decideAddon(offered, addons, facts);
  if (kind === "supervisor") return decide(offered, facts.supervisor);
  if (collector === offered) return decide(offered, facts);
  return refused("NOT_ALLOWED", `there is one Collector, and the package ${JSON.stringify(collector?.name)} is it`);
}

function decideAddon(
  offered: OfferedPackage,
  others: readonly OfferedPackage[],
  { allowed, record }: PlanFacts,
): PackageDecision {
  const { name } = offered;
  const rule = ruleFor(name, allowed);
  if (rule === undefined) {
    return refused("NOT_ALLOWED", `agent::package::allowed has no entry for an add-on ${JSON.stringify(name)}`);
  }
  const clashes = namesakes(
    offered,
    others.filter((other) => ruleFor(other.name, allowed) !== undefined),
  );
  if (clashes.length > 0) {
    const names = clashes.map((clash) => JSON.stringify(clash)).join(", ");
    return refused("NAME_CLASH", `${addonVariable(name)} would stand for ${names} too`);
  }
  const usable = usableFile(offered, record);
  if ("do" in usable) return usable;
  const { file } = usable;
  return {
    do: "add",
    addon: { variable: addonVariable(name), rule, file, held: heldAddon(record.addons, { ...offered, file, rule }) },
  };
}

function decide(offered: OfferedPackage, facts: ProgramFacts): PackageDecision {
  const { version, hash } = offered;
  const { record } = facts;
  if (hash !== "" && record.installed === hash) return { do: "nothing" };
  const usable = usableFile(offered, record);
  if ("do" in usable) return usable;
  const { file } = usable;
  // The word of the server, which spares a download; what counts is what the signed program says of itself.
  const verdict = judgeOffered({ offered: version, printed: version }, facts);
  if (verdict.kind === "refused") return refused(verdict.code, verdict.message);
  const known = storedPackage(record, hash);
  const isWayBack = known !== undefined && record.before?.hash === hash;
  if (isWayBack && known.contentHash !== file.contentHash) return { do: "wait" };
  const held = known ?? record.versions.findLast(({ contentHash }) => contentHash === file.contentHash);
  if (held !== undefined && held.contentHash === file.contentHash) return { do: "use", held, file };
  return { do: "fetch", file };
}

/** What any package must have; the reason of then where it is known not to work. */
function usableFile(
  { hash, file }: OfferedPackage,
  { rejected }: PackagesRecord,
): PackageDecision | { file: OfferedFile } {
  if (hash === "") return refused("NO_HASH", "it has no hash");
  const known = rejected.find((entry) => entry.hash === hash);
  if (known !== undefined) return { do: "refuse", code: "REJECTED", reason: known.reason };
  if (file === undefined) return refused("NO_FILE", "it has no file");
  if (!isFileAddress(file.url)) return refused("NO_FILE", "its download URL is none with http or https");
  if (file.contentHash.length !== contentHashDigits) {
    return refused("NO_CONTENT_HASH", `its content hash is no SHA-256: it has ${file.contentHash.length / 2} bytes`);
  }
  return { file };
}

function isFileAddress(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && (parsed.protocol === "http:" || parsed.protocol === "https:");
}

function refused(code: string, reason: string): PackageDecision {
  return { do: "refuse", code, reason };
}
