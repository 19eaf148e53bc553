import type { JournalEntry } from "../../storage/journal-entry.ts";
import type { Effect } from "../mind/effects.ts";
import type { Event } from "../mind/events.ts";
import type { State } from "../mind/state.ts";

/** One step of the mind, as seen from outside. */
export interface Observed {
  before: State;
  event: Event;
  after: State;
  effects: readonly Effect[];
}

/** What is told of a step: an entry without its time. */
export type Remark = Omit<JournalEntry, "at">;

/** The stable code that a text of ours begins with, and the text behind it. */
export function reasonOf(text: string): Pick<Remark, "code" | "reason"> {
  const [, code, reason = ""] = /^(?:withdrawn: )?([A-Z][A-Z0-9_]+): ([\s\S]*)$/.exec(text) ?? [];
  return code === undefined ? { reason: text } : { code, reason };
}
