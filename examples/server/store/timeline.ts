import type { Database } from "bun:sqlite";

import { z } from "zod";

import type { Clock } from "../../../src/runtime/ports.ts";
import { type TimelineEntry, type TimelineEvent, timelineEvent } from "./timeline-event.ts";

export interface Timeline {
  /** What happened to the agent, now. */
  record(uid: string, ...events: readonly TimelineEvent[]): void;
  /** Newest first. */
  list(uid: string): TimelineEntry[];
}

export interface TimelineOptions {
  database: Database;
  clock: Clock;
  /** Older ones of an agent are forgotten. Default 200. */
  maxEvents?: number;
}

/** Longest reason that is kept, characters. */
const maxReason = 16_384;

const row = z.object({ at: z.number(), body: z.string() });

/** What happened to each agent, in the table `event`. */
export function createTimeline({ database, clock, maxEvents = 200 }: TimelineOptions): Timeline {
  const insert = database.query("INSERT INTO event (uid, at, body) VALUES (?, ?, ?)");
  const select = database.query("SELECT at, body FROM event WHERE uid = ? ORDER BY id DESC");
  const forget = database.query(
    "DELETE FROM event WHERE uid = ?1 AND id <= (SELECT id FROM event WHERE uid = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
  );
  return {
    record(uid, ...events) {
      for (const event of events) insert.run(uid, clock.now(), JSON.stringify(shortened(event)));
      if (events.length > 0) forget.run(uid, maxEvents);
    },
    list: (uid) =>
      select.all(uid).flatMap((line) => {
        const { at, body } = row.parse(line);
        const event = timelineEvent.safeParse(JSON.parse(body));
        return event.success ? [{ ...event.data, at: new Date(at).toISOString() }] : [];
      }),
  };
}

function shortened(event: TimelineEvent): TimelineEvent {
  if (!("error" in event) || event.error.length <= maxReason) return event;
  return { ...event, error: `${event.error.slice(0, maxReason)}…` };
}
