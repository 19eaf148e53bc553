import { isDeepStrictEqual } from "node:util";

import type { OfferVerdict } from "../../connection/offered-settings.ts";
import type { ProbeOutcome } from "../mind/events.ts";
import { cancelTimer, log, setTimer, type Turn } from "../mind/turn.ts";
import { candidateOf, type ConnectionSettings, leadsElsewhere } from "./connection-state.ts";
import { concludeConnection, isCollectorPending } from "./settings-ledger.ts";
import { backToOwn, type PartState, settingsFailure, withdrawal } from "./settings-status.ts";

/** How long the operator's settings are tried where `connection.return_after` does not say it, milliseconds. */
const turnMs = 10 * 60_000;

/**
 * How long settings rest that have failed, milliseconds, before the same offer has them tried again; it doubles with each
 * further failure. A server that repeats its offer with every answer must not keep the agent changing connections.
 */
const firstRestMs = 5_000;
const longestRestMs = 60 * 60_000;

/** The supervisor begins: settings that were on trial when it ended are tried again. */
export function beginConnection(turn: Turn): void {
  const { state } = turn;
  if (state.staleCandidate) turn.effects.push({ do: "SaveConnectionCandidate", settings: undefined });
  if (state.staleConnection) turn.effects.push({ do: "SaveConnection", settings: undefined });
  state.staleCandidate = false;
  state.staleConnection = false;
  if (state.connection.is === "trying") {
    log(turn, "info", "Trying the offered connection settings again, whose trial was cut short");
    return setTimer(turn, "connection", state.settings.verifyTimeoutMs);
  }
  awaitReturn(turn);
}

/**
 * Settings of this connection are offered; what becomes of that part of the offer. The newest offer wins; one that says
 * nothing of this connection leaves the trial that is under way. `isRepeated`: it may be an offer that came before. Its
 * settings may have failed for a cause that has passed, so they are tried again, but not at once.
 */
export function offerConnection(turn: Turn, answer: OfferVerdict | undefined, isRepeated: boolean): PartState {
  const { state } = turn;
  const candidate = candidateOf(state.connection);
  if (answer === undefined) return { is: "pending" };
  if (answer.is === "asked" && candidate !== undefined && isDeepStrictEqual(answer.settings, candidate)) {
    return { is: "pending" };
  }
  leaveTrial(turn);
  if (answer.is === "refused") {
    log(turn, isRepeated ? "debug" : "warn", "Refused offered connection settings", { reason: answer.reason });
    keepHeartbeat(turn);
    return { is: "failed", reason: settingsFailure("SETTINGS_REFUSED", answer.reason) };
  }
  const { failedSettings: failed } = state;
  if (isRepeated && failed && turn.elapsed < failed.restsUntil && isDeepStrictEqual(answer.settings, failed.settings)) {
    keepHeartbeat(turn);
    return { is: "failed", reason: failed.reason };
  }
  if (answer.is === "same") {
    accept(turn, answer.settings);
    return { is: "applied" };
  }
  for (const note of answer.notes) log(turn, "warn", "A reservation about the offered connection settings", { note });
  state.connection = { is: "waiting", candidate: answer.settings };
  return { is: "pending" };
}

/** At the end of each step: offered settings are looked at once the Collector's part of the offer has its verdict. */
export function moveConnection(turn: Turn): void {
  const { state } = turn;
  if (state.connection.is !== "waiting" || state.stopRequested || isCollectorPending(state)) return;
  const { candidate } = state.connection;
  const ticket = state.nextTicket;
  state.nextTicket += 1;
  state.connection = { is: "probing", candidate, ticket };
  setTimer(turn, "connection", state.settings.verifyTimeoutMs);
  turn.effects.push(
    { do: "SaveConnectionCandidate", settings: candidate },
    { do: "ProbeServer", ticket, settings: candidate },
  );
}

/** The answer of a probe. One whose ticket is not the current one is dropped. */
export function takeProbe(turn: Turn, ticket: number, outcome: ProbeOutcome): void {
  const { state } = turn;
  if (state.connection.is !== "probing" || state.connection.ticket !== ticket) return;
  const { candidate } = state.connection;
  if (!outcome.reached) return failTrial(turn, outcome.reason);
  log(turn, "info", "Changing the connection to the OpAMP server, as it has offered");
  state.connection = { is: "trying", candidate, loss: undefined };
  setTimer(turn, "connection", state.settings.verifyTimeoutMs);
  use(turn, candidate);
}

/** The first message without an error on a connection that was made with the settings of this number. */
export function takeAnswer(turn: Turn, used: number): void {
  const { state } = turn;
  if (used !== state.connectionUse) return;
  cancelTimer(turn, "return");
  const gapMs = endGap(turn);
  const { connection } = state;
  if (connection.is === "trying") {
    cancelTimer(turn, "connection");
    state.connection = { is: "steady" };
    accept(turn, connection.candidate);
    concludeConnection(turn, { is: "applied" });
    turn.effects.push({ do: "SaveConnectionCandidate", settings: undefined });
    return log(turn, "info", "The offered connection settings are in force", { gapMs });
  }
  if (connection.is === "returning") return endReturn(turn, connection.reason, gapMs);
  if (gapMs !== undefined) log(turn, "info", "Back on the connection to the OpAMP server", { gapMs });
}

/** No connection could be made with the settings of this number, or it was lost. */
export function takeMiss(turn: Turn, used: number, reason: string): void {
  const { state } = turn;
  if (used !== state.connectionUse) return;
  if (state.connection.is === "trying") state.connection = { ...state.connection, loss: reason };
  else if (state.connection.is !== "returning" && state.timers.return === undefined) awaitReturn(turn);
}

/** The server of these settings has answered with an error, which proves nothing but says more than silence. */
export function noteRefusal({ state }: Turn, used: number | undefined, reason: string): void {
  if (used !== state.connectionUse || state.connection.is !== "trying") return;
  state.connection = { ...state.connection, loss: reason };
}

/** The time of a probe or a trial is over. */
export function takeConnectionTime(turn: Turn): void {
  const { connection, settings } = turn.state;
  const limit = `within ${settings.verifyTimeoutMs / 1000} s`;
  if (connection.is === "probing") return failTrial(turn, `nothing answered ${limit}`);
  if (connection.is !== "trying") return;
  const why = connection.loss === undefined ? "" : `: ${connection.loss}`;
  failTrial(turn, `no answer of the server ${limit}${why}`);
}

/**
 * What is in use has led nowhere for `connection.return_after`: the operator's settings take turns with the accepted ones,
 * which are given up when the operator's lead to an answer.
 */
export function takeReturnTime(turn: Turn): void {
  const { state } = turn;
  if (state.connection.is === "steady")
    return returnToOwn(turn, `no answer for ${state.settings.returnAfterMs / 1000} s`);
  if (state.connection.is === "returning") {
    log(turn, "warn", "The connection of supervisor.yaml leads nowhere either: trying the offered one again");
    state.connection = { is: "steady" };
    use(turn, state.connectionInForce);
  }
  awaitReturn(turn);
}

/** The operator's settings are tried in place of the accepted ones, which lead nowhere; `reason` says why. */
export function returnToOwn(turn: Turn, reason: string): void {
  const { state } = turn;
  if (state.connection.is !== "steady" || !leadsElsewhere(state.connectionInForce)) return;
  log(turn, "warn", "The offered connection leads nowhere: trying that of supervisor.yaml", { reason });
  state.connection = { is: "returning", reason };
  use(turn, undefined);
  setTimer(turn, "return", state.settings.returnAfterMs || turnMs);
}

function endReturn(turn: Turn, why: string, gapMs: number | undefined): void {
  const { state } = turn;
  const reason = `${withdrawal}${settingsFailure("SETTINGS_UNREACHABLE", why)}; ${backToOwn}`;
  state.connection = { is: "steady" };
  if (state.connectionInForce !== undefined) noteFailure(turn, state.connectionInForce, reason);
  state.connectionInForce = undefined;
  concludeConnection(turn, { is: "failed", reason });
  turn.effects.push({ do: "SaveConnection", settings: undefined });
  log(turn, "warn", "The offered connection settings are given up", { reason, gapMs });
}

/** The old connection is there, or comes back. The verdict is stored before the candidate is forgotten. */
function failTrial(turn: Turn, why: string): void {
  const reason = settingsFailure("SETTINGS_UNREACHABLE", why);
  log(turn, "error", "The offered connection settings do not work", { reason });
  const candidate = candidateOf(turn.state.connection);
  if (candidate !== undefined) noteFailure(turn, candidate, reason);
  concludeConnection(turn, { is: "failed", reason });
  leaveTrial(turn);
  keepHeartbeat(turn);
}

function noteFailure({ state, elapsed }: Turn, settings: ConnectionSettings, reason: string): void {
  const before = state.failedSettings;
  const failures = (isDeepStrictEqual(before?.settings, settings) ? (before?.failures ?? 0) : 0) + 1;
  const restMs = Math.min(longestRestMs, firstRestMs * 2 ** (failures - 1));
  state.failedSettings = { settings, reason, failures, restsUntil: elapsed + restMs };
}

/** Whatever is on trial is not any more. */
function leaveTrial(turn: Turn): void {
  const { state } = turn;
  const { connection } = state;
  if (candidateOf(connection) === undefined) return;
  cancelTimer(turn, "connection");
  state.connection = { is: "steady" };
  if (connection.is === "waiting") return;
  if (connection.is === "probing") turn.effects.push({ do: "AbandonProbe" });
  turn.effects.push({ do: "SaveConnectionCandidate", settings: undefined });
  if (connection.is !== "trying") return;
  use(turn, state.connectionInForce);
  awaitReturn(turn);
}

function accept(turn: Turn, settings: ConnectionSettings): void {
  const { state } = turn;
  if (isDeepStrictEqual(settings, state.connectionInForce)) return;
  state.connectionInForce = settings;
  turn.effects.push({ do: "SaveConnection", settings });
}

function use(turn: Turn, settings: ConnectionSettings | undefined): void {
  const { state, now } = turn;
  state.connectionUse += 1;
  const open = state.connectionGap?.lastedMs === undefined ? state.connectionGap : undefined;
  state.connectionGap = { since: open?.since ?? now, lastedMs: undefined };
  turn.effects.push({ do: "UseConnection", use: state.connectionUse, settings });
}

/** The client takes the interval of each offer at once: what was offered with settings that do not work goes with them. */
function keepHeartbeat(turn: Turn): void {
  turn.effects.push({ do: "UseHeartbeat", settings: turn.state.connectionInForce });
}

function endGap({ state, now }: Turn): number | undefined {
  const gap = state.connectionGap;
  if (gap === undefined || gap.lastedMs !== undefined) return undefined;
  const lastedMs = Math.max(0, now - gap.since);
  state.connectionGap = { ...gap, lastedMs };
  return lastedMs;
}

function awaitReturn(turn: Turn): void {
  const { settings, connectionInForce } = turn.state;
  if (settings.returnAfterMs === 0 || !leadsElsewhere(connectionInForce)) return;
  setTimer(turn, "return", settings.returnAfterMs);
}
