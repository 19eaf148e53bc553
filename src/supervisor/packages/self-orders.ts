import { supervisorName } from "../../packages/plan.ts";
import { isSameVersion } from "../../packages/trust/judge-version.ts";
import type { StoredPackage } from "../../storage/packages-record.ts";
import { log, type Turn } from "../mind/turn.ts";
import { newestSound } from "./package-changes.ts";
import type { Wanted } from "./packages-state.ts";
import { failSelf, saveSelf } from "./self-proof.ts";
import type { Self, SelfUpgrade } from "./self-state.ts";
import { abandonSelf } from "./self-upgrade.ts";

/** What another wish of the operator's may take the place of. */
const abandonable: ReadonlySet<SelfUpgrade["is"]> = new Set(["idle", "fetching", "staged", "leaving"]);

/** Why the supervisor cannot go back to this version; `undefined` where it can. */
export function cannotRollBackSelf(
  self: Self,
  version: string | undefined,
  passedOver: readonly string[] = [],
): string | undefined {
  if (self.obstacle !== undefined) return self.obstacle.reason;
  if (!abandonable.has(self.upgrade.is)) {
    return "another version of the supervisor is being tried; wait for its verdict";
  }
  if (selfRollbackTarget(self, version, passedOver) !== undefined) return undefined;
  if (version === undefined) return "there is nothing to go back to: the supervisor's own executable runs";
  const own = self.record.installed === undefined ? "" : ownVersionOf(self);
  const others = [...othersOf(self).map((each) => each.version), ...(own === "" ? [] : [own])];
  return `there is no other version ${version} of the supervisor here; there are ${others.join(", ") || "none"}`;
}

/** The operator goes back to a version of the supervisor that is here, by default to the one before. */
export function rollBackSelf(turn: Turn, version: string | undefined, passedOver?: readonly string[]): void {
  const { self } = turn.state;
  const target = selfRollbackTarget(self, version, passedOver);
  const reason = cannotRollBackSelf(self, version, passedOver);
  if (target === undefined || reason !== undefined) return log(turn, "warn", "Ignored a rollback", { reason });
  const { upgrade } = self;
  abandonSelf(turn);
  if ("wanted" in upgrade) {
    const gone = "ROLLED_BACK: the operator went back meanwhile";
    failSelf(turn, upgrade.wanted, { reason: gone, isCondemned: true });
  }
  const isOwn = target === "operator's";
  const wanted: Wanted = {
    by: "operator",
    name: supervisorName,
    version: isOwn ? ownVersionOf(self) : target.version,
    hash: isOwn ? "" : target.hash,
  };
  log(turn, "info", "The operator goes back to another version of the supervisor", { version: wanted.version });
  const program = isOwn ? undefined : target.program;
  const { record } = turn.state.self;
  if (record.failedRollback !== undefined) saveSelf(turn, { ...record, failedRollback: undefined });
  turn.state.self = { ...turn.state.self, upgrade: { is: "staged", wanted, program, replaced: undefined } };
}

/** What has failed under these hashes may be tried again. */
export function forgiveSelf(turn: Turn, hashes: readonly (string | undefined)[]): void {
  const { record } = turn.state.self;
  const rejected = record.rejected.filter(({ hash }) => !hashes.includes(hash));
  if (rejected.length < record.rejected.length) saveSelf(turn, { ...record, rejected });
}

function othersOf({ record }: Self): readonly StoredPackage[] {
  return record.versions.filter(({ hash }) => hash !== record.installed);
}

/** The version that an operator goes back to; `passedOver`: hashes of those that are not here as they were, or not trusted any more. */
export function selfRollbackTarget(
  self: Self,
  version: string | undefined,
  passedOver: readonly string[] = [],
): StoredPackage | "operator's" | undefined {
  const others = othersOf(self).filter(({ hash }) => !passedOver.includes(hash));
  const own = self.record.installed === undefined ? undefined : "operator's";
  if (version === undefined) return newestSound(others, self.record) ?? own;
  const isOwn = isSameVersion(version, ownVersionOf(self));
  return others.findLast((each) => [each.version, each.ownVersion].includes(version)) ?? (isOwn ? own : undefined);
}

/** Of the operator's own executable, while a package runs in its place; empty where it is not known. */
function ownVersionOf({ record }: Self): string {
  return record.replaced?.ownVersion ?? "";
}
