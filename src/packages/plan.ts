import { type PackagesRecord, type StoredPackage, storedPackage } from "../storage/packages-record.ts";
import type { OfferedFile, OfferedPackage, PackagesOffer } from "./packages-offer.ts";
import { judgeVersion, type VersionVerdict } from "./trust/judge-version.ts";

/** What is to become of one package of an offer. */
export type PackageDecision =
  /** It runs already. */
  | { do: "nothing" }
  /** The identical content lies here already: nothing is fetched. */
  | { do: "use"; held: StoredPackage; file: OfferedFile }
  | { do: "fetch"; file: OfferedFile }
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
  /** Why no package of a kind is taken; `undefined`: it is. */
  refusals: Readonly<Record<Exclude<PackageKind, "addon">, Refusal | undefined>>;
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
  const first = packages.find((offered) => kindOf(offered) === "collector");
  return new Map(
    packages.map((offered) => {
      const kind = kindOf(offered);
      const known = kind === "supervisor" ? facts.supervisor : facts;
      return [offered.name, refusedByKind(offered, kind, facts, first) ?? decide(offered, known)];
    }),
  );
}

export function kindOf({ name, isTopLevel }: Pick<OfferedPackage, "name" | "isTopLevel">): PackageKind {
  if (!isTopLevel) return "addon";
  return name === supervisorName ? "supervisor" : "collector";
}

function refusedByKind(
  offered: OfferedPackage,
  kind: PackageKind,
  { refusals }: PlanFacts,
  first: OfferedPackage | undefined,
): PackageDecision | undefined {
  if (kind === "addon") return refused("NOT_ALLOWED", "packages beside the Collector are not taken here");
  const refusal = refusals[kind];
  if (refusal !== undefined) return refused(refusal.code, refusal.reason);
  if (kind === "supervisor" || first === offered) return undefined;
  return refused("NOT_ALLOWED", `there is one Collector, and the package ${JSON.stringify(first?.name)} is it`);
}

function decide({ version, hash, file }: OfferedPackage, facts: ProgramFacts): PackageDecision {
  const { record } = facts;
  if (hash === "") return refused("NO_HASH", "it has no hash");
  if (record.installed === hash) return { do: "nothing" };
  const rejected = record.rejected.find((entry) => entry.hash === hash);
  if (rejected !== undefined) return { do: "refuse", code: "REJECTED", reason: rejected.reason };
  if (file === undefined) return refused("NO_FILE", "it has no file");
  if (!isFileAddress(file.url)) return refused("NO_FILE", "its download URL is none with http or https");
  if (file.contentHash.length !== contentHashDigits) {
    return refused("NO_CONTENT_HASH", `its content hash is no SHA-256: it has ${file.contentHash.length / 2} bytes`);
  }
  // The word of the server, which spares a download; what counts is what the signed program says of itself.
  const verdict = judgeOffered({ offered: version, printed: version }, facts);
  if (verdict.kind === "refused") return refused(verdict.code, verdict.message);
  const held =
    storedPackage(record, hash) ?? record.versions.findLast(({ contentHash }) => contentHash === file.contentHash);
  if (held !== undefined && held.contentHash === file.contentHash) return { do: "use", held, file };
  return { do: "fetch", file };
}

function isFileAddress(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && (parsed.protocol === "http:" || parsed.protocol === "https:");
}

function refused(code: string, reason: string): PackageDecision {
  return { do: "refuse", code, reason };
}
