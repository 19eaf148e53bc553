import type { Turn } from "./turn.ts";

/** What a change of configuration cost: from the moment at which the Collector was told, until it was proved again. */
export interface Outage {
  /** `since` is monotonic as far as the wall clock is, milliseconds since the Unix epoch. */
  since: number;
  by: "restart" | "reload";
  /** Milliseconds; `undefined` while it lasts. */
  lastedMs: number | undefined;
}

/** The Collector that serves is told to end or to reload. */
export function beginOutage(turn: Turn, by: Outage["by"]): void {
  const { state, now } = turn;
  const since = state.outage?.lastedMs === undefined ? (state.outage?.since ?? now) : now;
  state.outage = { since, by, lastedMs: undefined };
}

/** The Collector serves again. */
export function endOutage(turn: Turn): void {
  const { state, now } = turn;
  if (state.outage === undefined || state.outage.lastedMs !== undefined) return;
  state.outage = { ...state.outage, lastedMs: Math.max(0, now - state.outage.since) };
}
