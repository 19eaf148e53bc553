import { type AgentRemoteConfig, RemoteConfigStatuses } from "../../opamp/wire/messages.ts";
import type { Candidate, State } from "../mind/state.ts";
import { log, type Turn } from "../mind/turn.ts";
import { failAddon } from "../packages/addon-changes.ts";
import type { AddonSet } from "../packages/addon-set.ts";
import { keepEarlier } from "./probation.ts";
import { readRemoteConfig, type RemoteConfig, sameRemote } from "./remote-config.ts";
import { type Failed, reject, setRemoteStatus } from "./remote-status.ts";

/** A remote configuration to go back to; `remote: undefined`: none, the operator's own layers alone. */
export interface Earlier {
  readonly remote: RemoteConfig | undefined;
}

/** The operator goes back from what is in force. */
export interface Rollback {
  readonly from: Failed & { candidate: { remote: RemoteConfig } };
  readonly to: RemoteConfig | undefined;
}

/** Why there is no going back, with a stable code. */
export interface NoRollback {
  code: "NOTHING_BEFORE" | "UNDER_WAY" | "FALLBACK_RUNS";
  message: string;
}

/** Where a rollback leads: before the end of a probation to the last good one, else to the one before it. */
export function rollbackTarget(state: State): Earlier | undefined {
  const { accepted, lastGood, earlier } = state;
  const last = lastGood.candidate.remote;
  return sameRemote(accepted.remote, last) ? earlier : { remote: last };
}

/** Why there is no going back; `undefined` where there is. */
export function cannotRollBackConfig(state: State): NoRollback | undefined {
  const { accepted, apply, pending, packages, fallback, rejected } = state;
  if (accepted.remote === undefined) {
    return { code: "NOTHING_BEFORE", message: "no remote configuration is in force: there is nothing to go back from" };
  }
  if (fallback !== "none") {
    return { code: "FALLBACK_RUNS", message: "the fallback configuration runs; go back when the server is reached" };
  }
  if (apply.is !== "idle" || pending !== undefined || packages.upgrade.is === "trying") {
    return { code: "UNDER_WAY", message: "a change is being tried; wait for its verdict" };
  }
  const target = rollbackTarget(state);
  if (target === undefined) {
    return { code: "NOTHING_BEFORE", message: "no configuration that has worked before this one is kept" };
  }
  const bad = rejected.find(({ hash }) => hash === target.remote?.id);
  if (bad === undefined) return undefined;
  return { code: "NOTHING_BEFORE", message: `the one before has failed since: ${bad.reason}` };
}

/**
 * The operator goes back to the last good remote configuration before the one in force. It is composed, checked and
 * proved as any other, and the server hears of it when it is: until then, and where it does not work, what is in force
 * stays.
 */
export function requestConfigRollback(turn: Turn): void {
  const { state } = turn;
  const target = rollbackTarget(state);
  const reason = cannotRollBackConfig(state);
  const { accepted, good } = state;
  const { remote } = accepted;
  const lastGood = state.lastGood.candidate;
  if (reason !== undefined || target === undefined || remote === undefined) {
    return log(turn, "warn", "Ignored a rollback", { reason: reason?.message });
  }
  log(turn, "info", "The operator goes back to an earlier configuration", { from: remote.id, to: target.remote?.id });
  const from = { ...(good ?? { candidate: accepted }), candidate: { ...accepted, remote } };
  state.rollback = { from, to: target.remote };
  // The last good one returns with the add-ons that it has run with.
  const isLastGood = !sameRemote(remote, lastGood.remote);
  const { addons } = isLastGood ? lastGood : accepted;
  state.desired = { ...accepted, remote: target.remote, addons };
  turn.desiredChanged = true;
}

/** Whether a candidate is where the operator goes back to. */
export function isRollback({ rollback }: State, { remote }: Pick<Candidate, "remote">): boolean {
  return rollback !== undefined && remote === rollback.to;
}

/**
 * What the operator has gone back to is in force. It has stood its probation in its time, so it is the last good one. Of what he
 * left the server is told, where that is what it was told of last, and it is not taken again under its hash.
 */
export function takeRolledBack(turn: Turn, candidate: Candidate): void {
  const { state } = turn;
  const { rollback, remoteStatus } = state;
  if (rollback === undefined || !isRollback(state, candidate)) return;
  const { from, to } = rollback;
  state.rollback = undefined;
  leaveAddons(turn, { left: from.candidate.addons, next: candidate.addons });
  // Under the other setting nobody has kept it for the next start yet.
  if (!state.settings.rollback) turn.effects.push({ do: "SaveWorkingRemoteConfig", remote: to });
  if (!sameRemote(state.lastGood.candidate.remote, to)) keepEarlier(turn, undefined);
  state.lastGood = { candidate: { ...state.lastGood.candidate, remote: to }, composition: undefined };
  const runs = to === undefined ? "the operator's own configuration" : `the configuration ${to.id}`;
  const reason = `ROLLED_BACK: rolled back by the operator; ${runs} runs`;
  const { RemoteConfigStatuses_APPLIED: applied, RemoteConfigStatuses_FAILED: failed } = RemoteConfigStatuses;
  if (remoteStatus?.id === from.candidate.remote.id && remoteStatus.status === applied) {
    setRemoteStatus(turn, from.candidate.remote, failed, `withdrawn: ${reason}\n${advice}`);
  }
  // After the verdict: a start that finds it rejected and applied would have in force what must not run.
  reject(turn, from, { code: "ROLLED_BACK", phase: "probation", text: reason }, reason);
  log(turn, "info", "The operator has gone back", { from: from.candidate.remote.id, to: to?.id });
}

/** The add-ons that what is left had, and to which what is gone back to refers in another version, do not come again with it. */
function leaveAddons(turn: Turn, { left, next }: { left: AddonSet; next: AddonSet }): void {
  const { good, packages } = turn.state;
  const reason = "withdrawn: ROLLED_BACK: rolled back by the operator";
  for (const addon of packages.addons.wanted) {
    const { variable } = addon;
    const wasLeft = addon.is === "here" && left.get(variable)?.path === addon.stored.path;
    const isOther = next.get(variable)?.path !== left.get(variable)?.path;
    if (wasLeft && isOther && good?.addons.has(variable)) failAddon(turn, addon, { reason });
  }
}

/** Whether a FAILED with this text is a rollback of the operator's. */
export function isRolledBack(text: string | undefined): boolean {
  return text?.startsWith("withdrawn: ROLLED_BACK: ") ?? false;
}

/** In every step: a rollback ends where something else is wanted meanwhile, as after a withdrawal. */
export function tendRollback(turn: Turn): void {
  const { state } = turn;
  if (state.rollback === undefined || state.desired.remote === state.rollback.to) return;
  state.rollback = undefined;
  log(turn, "warn", "The rollback is given up: another configuration is wanted", {
    remoteConfig: state.desired.remote?.id,
  });
}

const advice = "`opampsupervisor retry`, or an offer of it under a new hash, tries it again.";

/** Reads what is kept to go back to. */
export function readEarlier(message: AgentRemoteConfig | undefined): Earlier | undefined {
  if (message === undefined) return undefined;
  const remote = readRemoteConfig(message);
  const isNone = remote === undefined || (remote.id === "" && remote.names.length === 0);
  return { remote: isNone ? undefined : remote };
}

/** The same as a message: the operator's own layers have neither hash nor files. */
export function writeEarlier({ remote }: Earlier): AgentRemoteConfig {
  return remote?.message ?? { config: { configMap: {} } };
}
