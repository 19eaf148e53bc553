import type { OrderCode } from "../../control/protocol.ts";
import { isBelowMinimum, isSameVersion } from "../../packages/trust/judge-version.ts";
import type { PackagesRecord, StoredPackage } from "../../storage/packages-record.ts";
import { failedPackages } from "../apply/what-failed.ts";
import { log, type Turn } from "../mind/turn.ts";
import { abandonPackage, failWanted, newestSound, saveRecord } from "./package-changes.ts";
import { type Packages, programOf, type Wanted } from "./packages-state.ts";
import { forgiveSelf } from "./self-orders.ts";

/** What bounds the way back. */
export interface RollbackBounds {
  /** `agent.package.minimum_version`. */
  minimumVersion: string | undefined;
  /** Hashes of versions that are not trusted any more. Default: none. */
  passedOver?: readonly string[] | undefined;
}

/** The version that an operator goes back to, by default the newest of the others that may run and has not failed, nor been gone back from; `undefined` where there is none such. */
export function rollbackTarget(
  { record, ownVersion }: Pick<Packages, "record" | "ownVersion">,
  version: string | undefined,
  { minimumVersion, passedOver = [] }: RollbackBounds,
): StoredPackage | "operator's" | undefined {
  const others = othersIn(record).filter(
    (each) => !passedOver.includes(each.hash) && !isBelowMinimum(each.ownVersion, minimumVersion),
  );
  const own = record.installed === undefined ? undefined : "operator's";
  if (version === undefined) return newestSound(others, record) ?? own;
  const isOwn = isSameVersion(version, ownVersion) && !isBelowMinimum(ownVersion, minimumVersion);
  return others.findLast((each) => isVersion(each, version)) ?? (isOwn ? own : undefined);
}

/** Why there is no going back, with a code for machines; `undefined` where there is. */
export function cannotRollBack(
  packages: Packages,
  version: string | undefined,
  bounds: RollbackBounds,
): { code: OrderCode; message: string } | undefined {
  if (packages.upgrade.is === "trying") {
    return { code: "UNDER_WAY", message: "another program of the Collector is being tried; wait for its verdict" };
  }
  if (rollbackTarget(packages, version, bounds) !== undefined) return undefined;
  const none = (message: string) => ({ code: "NO_SUCH_VERSION" as const, message });
  if (version === undefined) return none("there is nothing to go back to: the Collector of agent.executable runs");
  const { record, ownVersion } = packages;
  const others = othersIn(record);
  const own = record.installed === undefined || ownVersion === "" ? [] : [ownVersion];
  const { minimumVersion } = bounds;
  const isHere = others.some((each) => isVersion(each, version)) || own.some((each) => isSameVersion(version, each));
  // What is here and no target is forbidden.
  if (isHere) {
    const message = `${version} is older than agent.package.minimum_version, ${minimumVersion}`;
    return { code: "BELOW_MINIMUM", message };
  }
  const versions = [...others.map((each) => each.version), ...own];
  return none(`there is no other version ${version} here; there are ${versions.join(", ") || "none"}`);
}

function othersIn({ versions, installed }: PackagesRecord): readonly StoredPackage[] {
  return versions.filter(({ hash }) => hash !== installed);
}

function isVersion(stored: StoredPackage, version: string): boolean {
  return [stored.version, stored.ownVersion].includes(version);
}

export function requestRollback(turn: Turn, version: string | undefined, passedOver?: readonly string[]): void {
  const { state } = turn;
  const { packages, settings } = state;
  const bounds = { minimumVersion: settings.packages.minimumVersion, passedOver };
  const target = rollbackTarget(packages, version, bounds);
  const refusal = cannotRollBack(packages, version, bounds);
  if (target === undefined || refusal !== undefined) {
    return log(turn, "warn", "Ignored a rollback", { reason: refusal?.message });
  }
  refuseInstead(turn);
  const isOwn = target === "operator's";
  const own = { name: "", version: packages.ownVersion, hash: "" };
  const { name, version: found, hash } = isOwn ? own : target;
  const wanted: Wanted = { by: "operator", name, version: found, hash };
  const program = isOwn ? undefined : programOf(target, state.settings.packages.directory);
  log(turn, "info", "The operator goes back to another version of the Collector", { version: found });
  state.packages = { ...state.packages, upgrade: { is: "staged", wanted, program, replaced: undefined } };
}

/** What the server has on its way is not what the operator wants. */
function refuseInstead(turn: Turn): void {
  const { upgrade } = turn.state.packages;
  abandonPackage(turn);
  if (upgrade.is === "idle") return;
  failWanted(turn, upgrade.wanted, { reason: "ROLLED_BACK: the operator went back meanwhile", isCondemned: true });
}

/** Other add-ons with what is in force are tried again too. */
function forgetRejectedAddons(turn: Turn): void {
  const { state } = turn;
  const config = state.accepted.remote?.id ?? "";
  const rejected = state.rejected.filter(({ hash }) => hash !== config);
  if (rejected.length === state.rejected.length) return;
  state.rejected = rejected;
  turn.effects.push({ do: "SaveRejected", rejected });
}

/** What failed is tried again. `false` where nothing has. */
export function retryPackages(turn: Turn): boolean {
  const { packages } = turn.state;
  const failed = failedPackages(turn.state);
  if (packages.offer === undefined || failed.length === 0) return false;
  const hashes = failed.map(({ offered }) => offered?.hash);
  const { record } = packages;
  saveRecord(turn, { ...record, rejected: record.rejected.filter(({ hash }) => !hashes.includes(hash)) });
  forgiveSelf(turn, hashes);
  const told = packages.told.filter(({ phase }) => phase !== "failed");
  forgetRejectedAddons(turn);
  // What was tried before may be tried again; what came since, under a hold, waits for the end of it.
  const isHeldBack = packages.isHeldBack && packages.offer !== packages.planned;
  turn.state.packages = { ...turn.state.packages, told, isPlanned: false, isHeldBack };
  log(turn, "info", "Trying packages again", { packages: packages.offer.id });
  return true;
}
