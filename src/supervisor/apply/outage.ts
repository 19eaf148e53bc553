import type { State } from "../mind/state.ts";
import { cancelTimer, setTimer, type Turn } from "../mind/turn.ts";

/** What a change cost: from the moment at which the Collector was told to change, until it was proved again. */
export interface Outage {
  /** Milliseconds since the Unix epoch. */
  since: number;
  by: "restart" | "reload";
  /** `Moment.elapsed` when it began. */
  begun: number;
  /** The same of its end. */
  ended: number | undefined;
  /** Milliseconds; `undefined` while it lasts. */
  lastedMs: number | undefined;
}

/** A change that takes no longer is no illness of the Collector, milliseconds. */
const unnoticedMs = 2_000;

/** So many are kept, the newest. */
const maxKept = 5;

/** The Collector that serves is told to end or to reload. A restart that follows a reload goes on with its outage. */
export function beginOutage(turn: Turn, by: Outage["by"]): void {
  const { state, now, elapsed } = turn;
  const last = state.outages.at(-1);
  const open = last?.lastedMs === undefined ? last : undefined;
  if (open === undefined) setTimer(turn, "absence", unnoticedMs);
  const others = open === undefined ? state.outages : state.outages.slice(0, -1);
  state.outages = [...others, { since: now, begun: elapsed, ...open, by, ended: undefined, lastedMs: undefined }].slice(
    -maxKept,
  );
}

/** It began in another process, at this time (milliseconds since the Unix epoch). */
export function resumeOutage(turn: Turn, since: number): void {
  const { state, now, elapsed } = turn;
  const gone = Math.max(0, now - since);
  state.outages = [{ since, by: "restart", begun: elapsed - gone, ended: undefined, lastedMs: undefined }];
  setTimer(turn, "absence", Math.max(0, unnoticedMs - gone));
}

/** A process that was to be reloaded has ended: a new one takes its place. */
export function noteRestart({ state }: Turn): void {
  const last = state.outages.at(-1);
  if (last === undefined || last.lastedMs !== undefined || last.by === "restart") return;
  state.outages = [...state.outages.slice(0, -1), { ...last, by: "restart" }];
}

/** Whether the Collector has been away for a change for longer than a change takes. */
export function isLong({ outages, timers }: State): boolean {
  const last = outages.at(-1);
  return last !== undefined && last.lastedMs === undefined && timers.absence === undefined;
}

/** The Collector serves again, or is down because the server wants it so. */
export function endOutage(turn: Turn): Outage | undefined {
  const { state, elapsed } = turn;
  const last = state.outages.at(-1);
  if (last === undefined || last.lastedMs !== undefined) return undefined;
  cancelTimer(turn, "absence");
  const over = { ...last, ended: elapsed, lastedMs: Math.round(elapsed - last.begun) };
  state.outages = [...state.outages.slice(0, -1), over];
  return over;
}
