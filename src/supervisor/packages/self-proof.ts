import { supervisorName } from "../../packages/plan.ts";
import { type PackagesRecord, storedPackage, withRejectedPackage } from "../../storage/packages-record.ts";
import { resumeOutage } from "../apply/outage.ts";
import type { State } from "../mind/state.ts";
import { cancelTimer, log, setTimer, type Turn } from "../mind/turn.ts";
import { failWanted, higherVersion, keptVersions, leaveWayBack, tell } from "./package-changes.ts";
import type { Wanted } from "./packages-state.ts";
import type { SelfUpgrade } from "./self-state.ts";

/** One on trial has so long for its proof. The Collector is down since the one before was told to end. */
export function beginSelf(turn: Turn): void {
  const { self, settings } = turn.state;
  const since = "since" in self.role ? self.role.since : undefined;
  if (since !== undefined) resumeOutage(turn, since);
  if (self.upgrade.is === "proving") setTimer(turn, "trial", settings.self.proofMs);
  const { failedRollback: failed } = self.record;
  if (failed?.isUntold === true) saveSelf(turn, { ...self.record, failedRollback: { ...failed, isUntold: undefined } });
}

/** The server has answered, or was missed. */
export function noteServer(turn: Turn, missed: string | undefined): void {
  const { self } = turn.state;
  turn.state.self = { ...self, missed, isAnswered: self.isAnswered || missed === undefined };
}

/**
 * What a supervisor on trial has to show: the server has answered it, unless the operator wants it, and the Collector is up and
 * healthy, or down because the server wants it so.
 */
export function judgeTrial(turn: Turn, { hash, by }: Extract<SelfUpgrade, { is: "proving" }>): void {
  const { state } = turn;
  if (!hasCollector(state) || (by === "server" && !state.self.isAnswered)) return;
  const { record } = state.self;
  const { installed, versions } = record;
  const found = storedPackage(record, hash);
  const now = found && { ...found, at: turn.now };
  cancelTimer(turn, "trial");
  saveSelf(turn, {
    ...record,
    versions: now === undefined ? versions : [...versions.filter((each) => each.hash !== hash), now],
    installed: now?.hash,
    before: { hash: installed, ...(by === "operator" && { isWayBack: true }) },
    trial: undefined,
    replaced: now === undefined ? undefined : record.replaced,
  });
  const version = now?.version ?? state.self.version;
  log(turn, "info", "The supervisor on trial has proved itself", { version, by });
  if (by === "server" && now !== undefined) tell(turn, now, "installed");
  const gone = storedPackage(record, installed);
  if (by === "operator" && gone !== undefined) {
    const reason = `ROLLED_BACK: the operator went back to ${version}`;
    failSelf(turn, { ...gone, by: "server" }, { reason, isCondemned: true });
  }
  end(turn, true);
}

/** Its time is over. */
export function missProof(turn: Turn): void {
  const { state } = turn;
  const { upgrade, record, isAnswered, missed, version } = state.self;
  if (upgrade.is !== "proving") return;
  const found = storedPackage(record, upgrade.hash);
  const wanted = { by: upgrade.by, name: supervisorName, version: found?.version ?? version, hash: upgrade.hash };
  const reason = hasCollector(state)
    ? `NOT_CONNECTED: proving: the server has not answered${missed === undefined || isAnswered ? "" : `: ${missed}`}`
    : `NOT_HEALTHY: proving: the Collector is not healthy${state.trouble === undefined ? "" : `: ${state.trouble}`}`;
  saveSelf(turn, { ...record, trial: undefined });
  failSelf(turn, wanted, { reason, isCondemned: true });
  end(turn, false);
}

/** One in force that has brought the Collector up has nothing to go back to any more. */
export function stand(turn: Turn): void {
  const { state } = turn;
  const { record } = state.self;
  if (!hasCollector(state)) return;
  const stood = storedPackage(record, record.installed)?.ownVersion;
  // The operator's own was in use too, where it is what was left.
  const highest = [stood, record.replaced?.ownVersion].reduce(higherVersion, record.highest);
  const next = { ...record, before: undefined, trial: undefined };
  const kept = keptVersions(next, state.settings.packages.keep, []);
  if (record.before !== undefined) {
    log(turn, "info", "The supervisor is another version now", { version: state.self.version });
  }
  saveSelf(turn, { ...next, versions: kept, highest });
  state.self = { ...state.self, upgrade: { is: "idle" } };
  leaveWayBack(turn, record);
  turn.effects.push({ do: "KeepSupervisors", programs: kept.map(({ program }) => program) });
}

/**
 * What the server is told, and what is remembered: that the package itself is to blame, or that the operator's way back does not
 * work, which no status of a package is about.
 */
export function failSelf(
  turn: Turn,
  wanted: Wanted,
  { reason, isCondemned }: { reason: string; isCondemned: boolean },
): void {
  failWanted(turn, wanted, { reason, isCondemned: false });
  const { record } = turn.state.self;
  if (wanted.by === "operator") {
    return saveSelf(turn, { ...record, failedRollback: { version: wanted.version, reason, at: turn.now } });
  }
  if (isCondemned) saveSelf(turn, withRejectedPackage(record, { hash: wanted.hash, reason, at: turn.now }));
}

/** Puts the record on disk. */
export function saveSelf(turn: Turn, record: PackagesRecord): void {
  turn.state.self = { ...turn.state.self, record };
  turn.effects.push({ do: "SaveSupervisorPackages", packages: record });
}

/** Whoever watches over the trial has the rest. */
function end(turn: Turn, proved: boolean): void {
  turn.state.self = { ...turn.state.self, upgrade: { is: "judged" } };
  turn.effects.push({ do: "EndTrial", proved });
}

/** The Collector runs as it should, or does not because nothing should run. */
export function hasCollector({ process, target }: State): boolean {
  if (target.is === "nothing") return target.onPurpose && process.is === "down";
  return process.is === "up" && process.proven;
}
