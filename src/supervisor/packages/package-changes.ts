import { programPath } from "../../packages/package-directory.ts";
import { compareVersions, parseVersion } from "../../packages/trust/semantic-version.ts";
import { type PackagesRecord, type StoredPackage, withRejectedPackage } from "../../storage/packages-record.ts";
import { log, type Turn } from "../mind/turn.ts";
import { type PackagePhase, type Progress, withTold } from "./package-status.ts";
import type { Wanted } from "./packages-state.ts";

/** What the server is told of a package from now on. */
export function tell(
  turn: Turn,
  { name, version, hash }: Omit<Wanted, "by">,
  phase: PackagePhase,
  more: { error?: string; progress?: Progress | undefined } = {},
): void {
  const { packages } = turn.state;
  const { error = "", progress } = more;
  const told = { name, phase, offered: { version, hash }, error, progress };
  turn.state.packages = { ...packages, told: withTold(packages.told, told) };
}

/** What the server is told, and what is remembered where the package itself is to blame. */
export function failWanted(
  turn: Turn,
  wanted: Wanted,
  { reason, isCondemned }: { reason: string; isCondemned: boolean },
): void {
  const { record } = turn.state.packages;
  log(turn, "error", "A package was not installed", { name: wanted.name, version: wanted.version, reason });
  if (wanted.by === "operator") return;
  tell(turn, wanted, "failed", { error: reason });
  if (isCondemned) saveRecord(turn, withRejectedPackage(record, { hash: wanted.hash, reason, at: turn.now }));
}

/** Puts the record on disk. */
export function saveRecord(turn: Turn, record: PackagesRecord): void {
  turn.state.packages = { ...turn.state.packages, record };
  turn.effects.push({ do: "SavePackages", packages: record });
}

/** Nothing is gone back to any more. What the server offers under the hash of what was the way back has waited for that. */
export function leaveWayBack(turn: Turn, { before }: Pick<PackagesRecord, "before">): void {
  const { packages } = turn.state;
  const waits = packages.offer?.packages.some(({ hash }) => hash !== "" && hash === before?.hash) ?? false;
  if (waits) turn.state.packages = { ...packages, isPlanned: false };
}

/** What was on its way, or lies ready, is wanted no more. */
export function abandonPackage(turn: Turn): void {
  const { packages } = turn.state;
  const { upgrade } = packages;
  if (upgrade.is !== "fetching" && upgrade.is !== "staged") return;
  if (upgrade.is === "fetching") turn.effects.push({ do: "AbandonPackage" });
  log(turn, "info", "A package is wanted no more", { name: upgrade.wanted.name, version: upgrade.wanted.version });
  turn.state.packages = { ...packages, upgrade: { is: "idle" } };
}

/** What is installed, what to go back to, what else is used (hashes), and the newest `keep` of the others. */
export function keptVersions(
  { versions, installed, before }: PackagesRecord,
  keep: number,
  used: readonly string[],
): readonly StoredPackage[] {
  const isUsed = ({ hash }: StoredPackage) => [installed, before?.hash, ...used].includes(hash);
  const others = versions.filter((version) => !isUsed(version));
  const spare = keep === 0 ? [] : others.slice(-keep);
  return versions.filter((version) => isUsed(version) || spare.includes(version));
}

/** The newest that has neither failed nor been gone back from; `versions`: oldest first. */
export function newestSound(
  versions: readonly StoredPackage[],
  { rejected }: Pick<PackagesRecord, "rejected">,
): StoredPackage | undefined {
  return versions.findLast(({ hash }) => !rejected.some((each) => each.hash === hash));
}

/** The higher of two versions; one that has no place in the order is lower than any other. */
export function higherVersion(known: string | undefined, next: string | undefined): string | undefined {
  const [a, b] = [known, next].map((text) => (text === undefined ? undefined : parseVersion(text)));
  if (a === undefined || b === undefined) return b === undefined ? known : next;
  return compareVersions(a, b) < 0 ? next : known;
}

/** Keeps what runs, what to go back to, and the newest of the others. */
export function prunePackages(turn: Turn): void {
  const { state } = turn;
  const { record, upgrade } = state.packages;
  const wanted = upgrade.is === "idle" ? [] : [upgrade.wanted.hash];
  const versions = keptVersions(record, state.settings.packages.keep, wanted);
  if (versions.length < record.versions.length) saveRecord(turn, { ...record, versions });
  // What is being fetched is in no record yet.
  const file = upgrade.is === "fetching" ? upgrade.file : undefined;
  const coming = file === undefined ? [] : [programPath(file.contentHash, "program")];
  turn.effects.push({ do: "KeepPackages", programs: [...versions.map(({ program }) => program), ...coming] });
}
