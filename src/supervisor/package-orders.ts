import type { StoredPackage } from "../storage/packages-record.ts";
import { abandonPackage, failWanted, saveRecord } from "./package-changes.ts";
import { type Packages, programOf, type Wanted } from "./packages-state.ts";
import { log, type Turn } from "./turn.ts";

/** The operator goes back to a version that is here, by default to the one before; `undefined` where there is none such. */
export function rollbackTarget(
  { record }: Pick<Packages, "record">,
  version: string | undefined,
): StoredPackage | "operator's" | undefined {
  const others = record.versions.filter(({ hash }) => hash !== record.installed);
  if (version !== undefined) return others.findLast((each) => [each.version, each.ownVersion].includes(version));
  return others.at(-1) ?? (record.installed === undefined ? undefined : "operator's");
}

/** Why there is no going back; `undefined` where there is. */
export function cannotRollBack(packages: Packages, version: string | undefined): string | undefined {
  if (packages.upgrade.is === "trying") return "another program of the Collector is being tried; wait for its verdict";
  if (rollbackTarget(packages, version) !== undefined) return undefined;
  if (version === undefined) return "there is nothing to go back to: the Collector of agent.executable runs";
  const { versions, installed } = packages.record;
  const others = versions.filter(({ hash }) => hash !== installed).map((each) => each.version);
  return `there is no other version ${version} here; there are ${others.join(", ") || "none"}`;
}

export function requestRollback(turn: Turn, version: string | undefined): void {
  const { state } = turn;
  const { packages } = state;
  const target = rollbackTarget(packages, version);
  const reason = cannotRollBack(packages, version);
  if (target === undefined || reason !== undefined) return log(turn, "warn", "Ignored a rollback", { reason });
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

/** What failed is tried again. `false` where nothing has. */
export function retryPackages(turn: Turn): boolean {
  const { packages } = turn.state;
  const failed = packages.told.filter(({ phase }) => phase === "failed");
  if (packages.offer === undefined || failed.length === 0) return false;
  const hashes = failed.map(({ offered }) => offered?.hash);
  const { record } = packages;
  saveRecord(turn, { ...record, rejected: record.rejected.filter(({ hash }) => !hashes.includes(hash)) });
  const told = packages.told.filter(({ phase }) => phase !== "failed");
  turn.state.packages = { ...turn.state.packages, told, isPlanned: false, isHeldBack: false };
  log(turn, "info", "Trying packages again", { packages: packages.offer.id });
  return true;
}
