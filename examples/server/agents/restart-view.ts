import type { TimelineEntry } from "../store/timeline-event.ts";

export interface RestartView {
  /** ISO 8601. */
  requestedAt: string;
  /** Until the agent was seen to have started anew, milliseconds; `null`: not yet. */
  tookMs: number | null;
}

/** What became of the last restart that was asked for; `null` where none was. */
export function restartOf(newestFirst: readonly TimelineEntry[]): RestartView | null {
  const asked = newestFirst.findIndex(({ kind }) => kind === "restart-requested");
  const request = newestFirst[asked];
  if (request === undefined) return null;
  const done = newestFirst.slice(0, asked).findLast(({ kind }) => kind === "restarted" || kind === "started");
  return { requestedAt: request.at, tookMs: done ? Date.parse(done.at) - Date.parse(request.at) : null };
}
