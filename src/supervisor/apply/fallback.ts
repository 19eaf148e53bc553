import type { Candidate, State } from "../mind/state.ts";
import { cancelTimer, log, setTimer, type Turn } from "../mind/turn.ts";

/**
 * How long a first start waits for the server, milliseconds: one that is there answers sooner, and the Collector need
 * not be started twice.
 */
const firstAnswerWithinMs = 2_000;

/**
 * The supervisor begins. A Collector that has never had a remote configuration runs the operator's fallback
 * configurations until the server is reached for the first time (`agent.startup_fallback_configs`); otherwise what is in
 * force runs at once.
 */
export function begin(turn: Turn): void {
  const { state } = turn;
  const { settings, accepted, desired } = state;
  if (settings.fallbackAtStart && accepted.remote === undefined && desired.remote === undefined) {
    state.fallback = "awaiting-server";
    state.target = { is: "nothing", onPurpose: false, reason: "waiting for the first answer of the server" };
    return setTimer(turn, "fallback", firstAnswerWithinMs);
  }
  turn.desiredChanged = true;
  awaitServer(turn);
}

/** The server is reached: what it and the operator want runs. */
export function hearServer(turn: Turn, use: number): void {
  const { state } = turn;
  state.serverReached = use;
  cancelTimer(turn, "fallback");
  if (state.fallback === "none" || state.fallback === "last-resort") return;
  if (state.fallback === "in-force") log(turn, "info", "Leaving the fallback configuration: the server is reached");
  state.fallback = "none";
  turn.desiredChanged = true;
}

/** The server is not reached, or not any more. The end of a connection before the one that is there says nothing. */
export function missServer(turn: Turn, use: number): void {
  const { state } = turn;
  if ((state.serverReached ?? use) !== use) return;
  state.serverReached = undefined;
  if (state.fallback === "awaiting-server") return takeFallbackTime(turn);
  awaitServer(turn);
}

/** The wait for the server is over. */
export function takeFallbackTime(turn: Turn): void {
  cancelTimer(turn, "fallback");
  enter(turn, "in-force", "the server is not reached");
}

/** Nothing else can be composed. `false` where there is no fallback either. */
export function resortToFallback(turn: Turn, reason: string): boolean {
  const { state } = turn;
  if (!state.settings.hasFallback || state.fallback !== "none") return false;
  enter(turn, "last-resort", reason);
  return true;
}

/** Something new is wanted: it is tried before the last resort. */
export function leaveLastResort(state: State): void {
  if (state.fallback === "last-resort") state.fallback = "none";
}

/** What is to be composed now. An offer to run nothing stands in any case. */
export function wanted({ desired, fallback }: State): Candidate {
  const isOff = fallback === "none" || fallback === "awaiting-server";
  return isOff ? desired : { ...desired, remote: undefined, fallback: true };
}

function enter(turn: Turn, fallback: "in-force" | "last-resort", reason: string): void {
  const { state } = turn;
  if (state.desired.remote?.names.length === 0 && state.settings.emptyStops) return;
  log(turn, "warn", "Switching to the fallback configuration", { reason });
  state.fallback = fallback;
  turn.desiredChanged = true;
}

/** `agent.fallback.after`: counted from the start or from the loss of the connection. */
function awaitServer(turn: Turn): void {
  const { settings, timers, fallback, serverReached } = turn.state;
  if (
    settings.fallbackAfterMs === 0 ||
    serverReached !== undefined ||
    fallback !== "none" ||
    timers.fallback !== undefined
  )
    return;
  setTimer(turn, "fallback", settings.fallbackAfterMs);
}
