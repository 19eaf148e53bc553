import type { Turn } from "./turn.ts";

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

/** So many are kept, the newest. */
const maxKept = 5;

/** The Collector that serves is told to end or to reload. A restart that follows a reload goes on with its outage. */
export function beginOutage(turn: Turn, by: Outage["by"]): void {
  const { state, now, elapsed } = turn;
  const last = state.outages.at(-1);
  const open = last?.lastedMs === undefined ? last : undefined;
  const others = open === undefined ? state.outages : state.outages.slice(0, -1);
  state.outages = [...others, { since: now, begun: elapsed, ...open, by, ended: undefined, lastedMs: undefined }].slice(
    -maxKept,
  );
}

/** A process that was to be reloaded has ended: a new one takes its place. */
export function noteRestart({ state }: Turn): void {
  const last = state.outages.at(-1);
  if (last === undefined || last.lastedMs !== undefined || last.by === "restart") return;
  state.outages = [...state.outages.slice(0, -1), { ...last, by: "restart" }];
}

/** The Collector serves again, or is down because the server wants it so. */
export function endOutage(turn: Turn): Outage | undefined {
  const { state, elapsed } = turn;
  const last = state.outages.at(-1);
  if (last === undefined || last.lastedMs !== undefined) return undefined;
  const over = { ...last, ended: elapsed, lastedMs: Math.round(elapsed - last.begun) };
  state.outages = [...state.outages.slice(0, -1), over];
  return over;
}
