import { RemoteConfigStatuses } from "../../opamp/wire/messages.ts";
import { differs } from "../collector/keepalive.ts";
import type { Composition, Good, State } from "../mind/state.ts";
import { cancelTimer, log, setTimer, type Turn } from "../mind/turn.ts";
import { sameAddons } from "../packages/addon-set.ts";
import { withdrawAddons } from "../packages/addon-verdict.ts";
import { isProgramNew, promoteProgram, withdrawProgram } from "../packages/program-verdict.ts";
import { sameProgram } from "../packages/program.ts";
import { keepConnections, refuseConnections } from "../server/settings-ledger.ts";
import { sameCandidate } from "./candidate.ts";
import { type Failure, failureText } from "./failure.ts";
import { goBack } from "./go-back.ts";
import { refuseOperatorPart } from "./operator-change.ts";
import { type RemoteConfig, sameRemote } from "./remote-config.ts";
import { reject, setRemoteStatus } from "./remote-status.ts";

/** Whether what is in force is still on probation. */
export function onProbation({ timers, accepted, lastGood }: State): boolean {
  return timers.probation !== undefined && !sameCandidate(accepted, lastGood.candidate);
}

const withdrawn = "withdrawn: ";

/** Whether a FAILED with this text took an APPLIED back. */
export function isWithdrawal(text: string | undefined): boolean {
  return text?.startsWith(withdrawn) ?? false;
}

/** What has come into force is watched, unless it is the last good one, or as good as that. */
export function beginProbation(turn: Turn): void {
  const { state } = turn;
  const { accepted, good, lastGood, settings, target } = state;
  const { remote, connections, program, operator, addons } = lastGood.candidate;
  const isSame =
    connections === accepted.connections &&
    operator === accepted.operator &&
    sameRemote(remote, accepted.remote) &&
    sameProgram(program, accepted.program) &&
    sameAddons(addons, accepted.addons);
  if (target.is === "nothing" && isProgramNew(state)) return awaitFirstRun(turn);
  const isEqual = good !== undefined && lastGood.composition !== undefined && !differs(lastGood.composition, good);
  if (isSame || isEqual || target.is === "nothing" || settings.probationMs === 0) return promote(turn);
  setTimer(turn, "probation", settings.probationMs);
  state.probationEndsAt = turn.now + settings.probationMs;
  if (remote !== accepted.remote) keepLastGood(turn, remote);
}

/** Nothing is to run, so the program has shown nothing yet: it stands its probation with the first configuration that runs. */
function awaitFirstRun(turn: Turn): void {
  const { state } = turn;
  endProbation(turn);
  keepLastGood(turn, undefined);
  const { program } = state.lastGood.candidate;
  takeAsLastGood(turn, { candidate: { ...state.accepted, program }, composition: undefined });
}

/**
 * What was told as applied does not stand the probation: it is taken back, once, and the last good one returns. A remote
 * configuration that is the last good one itself is not: the connections that came later are to blame. Where both are
 * new, the connections get a trial of their own.
 */
export function withdraw(turn: Turn, composition: Composition, failure: Failure): void {
  const { state } = turn;
  const { accepted, lastGood, remoteStatus } = state;
  endProbation(turn);
  const reason = `${withdrawn}${failureText(failure)}`;
  log(turn, "error", "Configuration withdrawn", { remoteConfig: accepted.remote?.id, reason });
  const toldId =
    remoteStatus?.status === RemoteConfigStatuses.RemoteConfigStatuses_APPLIED ? remoteStatus.id : undefined;
  const { connections } = lastGood.candidate;
  const isRemoteNew = !sameRemote(accepted.remote, lastGood.candidate.remote);
  const areConnectionsNew = accepted.connections !== connections;
  const isOperatorNew = accepted.operator !== lastGood.candidate.operator;
  const areAddonsNew = !sameAddons(accepted.addons, lastGood.candidate.addons);
  const isConfigurationNew = isRemoteNew || areConnectionsNew || isOperatorNew;
  // Packages are gone back from in any case.
  const isGoneBackFrom = areAddonsNew || (isConfigurationNew && state.settings.rollback);
  if (isProgramNew(state) && !isGoneBackFrom) return withdrawProgram(turn, failure);
  if (isRemoteNew && state.pending === undefined && accepted.remote !== undefined && accepted.remote.id === toldId) {
    setRemoteStatus(turn, accepted.remote, RemoteConfigStatuses.RemoteConfigStatuses_FAILED, reason);
    reject(turn, composition, failure, reason);
  }
  state.trouble = reason;
  if (areAddonsNew) withdrawAddons(turn, failure);
  if (!state.settings.rollback && !areAddonsNew && (isRemoteNew || !isOperatorNew)) return;
  if (isOperatorNew) refuseOperatorPart(turn, accepted.operator, reason);
  keepConnections(turn, accepted.connections, connections);
  if (areConnectionsNew && !isRemoteNew) refuseConnections(turn, accepted.connections, reason);
  const isProgramKept = isProgramNew(state);
  state.accepted = { ...lastGood.candidate, program: accepted.program };
  state.good = isProgramKept ? undefined : lastGood.composition;
  keepWorking(turn, lastGood.candidate.remote);
  keepLastGood(turn, undefined);
  const { remote, operator } = lastGood.candidate;
  if (state.apply.is !== "idle") {
    // A part that came since has its own trial.
    if (!isOperatorNew || state.desired.operator !== accepted.operator) return;
    state.desired = { ...state.desired, operator };
    turn.desiredChanged = true;
    return;
  }
  if (!areConnectionsNew || !isRemoteNew) return goBack(turn);
  state.desired = { ...accepted, remote, operator };
  turn.desiredChanged = true;
}

/** What is in force has been so for the whole time of probation. */
export function promote(turn: Turn): void {
  const { state } = turn;
  const { accepted, good } = state;
  endProbation(turn);
  keepLastGood(turn, undefined);
  promoteProgram(turn);
  takeAsLastGood(turn, { candidate: accepted, composition: good });
  log(turn, "debug", "The configuration in force is the last good one", { remoteConfig: accepted.remote?.id });
}

/** The operator may go back to what was the last good one until now. */
function takeAsLastGood(turn: Turn, next: Good): void {
  const { state } = turn;
  const before = state.lastGood.candidate.remote;
  if (!sameRemote(before, next.candidate.remote)) keepEarlier(turn, { remote: before });
  state.lastGood = next;
}

/** The operator may go back to it; `undefined`: there is nothing to go back to. */
export function keepEarlier(turn: Turn, earlier: State["earlier"]): void {
  if (earlier === turn.state.earlier) return;
  turn.state.earlier = earlier;
  turn.effects.push({ do: "SaveEarlierRemoteConfig", earlier });
}

/** The remote configuration that is in force, for the next start. */
export function keepWorking(turn: Turn, remote: RemoteConfig | undefined): void {
  if (turn.state.settings.rollback) turn.effects.push({ do: "SaveWorkingRemoteConfig", remote });
}

function endProbation(turn: Turn): void {
  cancelTimer(turn, "probation");
  turn.state.probationEndsAt = undefined;
}

/** Told once for each change: most configurations are never on probation twice. */
function keepLastGood(turn: Turn, remote: RemoteConfig | undefined): void {
  const { state } = turn;
  if (remote === state.keptLastGood || !state.settings.rollback) return;
  state.keptLastGood = remote;
  turn.effects.push({ do: "SaveLastGoodRemoteConfig", remote });
}
