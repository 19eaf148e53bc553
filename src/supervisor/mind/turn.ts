import type { Fields, Level } from "../../telemetry/log.ts";
import type { Effect } from "./effects.ts";
import type { TimerName } from "./events.ts";
import type { State } from "./state.ts";

/** What a step may know of the world beside its event. */
export interface Moment {
  /** Milliseconds since the Unix epoch. */
  now: number;
  /** Milliseconds since an arbitrary moment: how long something took, although somebody may set the clock meanwhile. */
  elapsed: number;
  /** A random number in [0, 1), for jitter. */
  unit: number;
}

/** One step in the making: the next state, in a copy of its own, and the effects so far. */
export interface Turn extends Moment {
  state: State;
  effects: Effect[];
  /** What is desired has changed: it is brought into force at the end of the step. */
  desiredChanged: boolean;
  /** The server hears how everything is, news or not. */
  figuresDue: boolean;
}

export function beginTurn(state: State, moment: Moment): Turn {
  return { ...moment, state: { ...state }, effects: [], desiredChanged: false, figuresDue: false };
}

export function log(turn: Turn, level: Level, message: string, fields?: Fields): void {
  turn.effects.push(fields === undefined ? { do: "Log", level, message } : { do: "Log", level, message, fields });
}

/** Sets a timer; one of the same name that is still running is replaced. */
export function setTimer(turn: Turn, timer: TimerName, delayMs: number): void {
  const { state } = turn;
  const serial = state.nextTimer;
  state.nextTimer += 1;
  state.timers = { ...state.timers, [timer]: serial };
  state.due = { ...state.due, [timer]: turn.now + delayMs };
  turn.effects.push({ do: "SetTimer", timer, serial, delayMs });
}

export function cancelTimer(turn: Turn, timer: TimerName): void {
  const { [timer]: running, ...others } = turn.state.timers;
  if (running === undefined) return;
  turn.state.timers = others;
  turn.effects.push({ do: "CancelTimer", timer });
}
