import type { Cancel } from "../runtime/ports.ts";
import type { JournalEntry } from "../storage/journal-entry.ts";
import type { Answer } from "./protocol.ts";
import type { StatusSnapshot } from "./snapshot.ts";

/** What the supervisor does for those who ask over the control channel. */
export interface ControlHandlers {
  snapshot(): StatusSnapshot;
  /** Calls `listener` after each change that a snapshot may show. */
  changed(listener: () => void): Cancel;
  /** Tries again what was condemned. */
  retry(): Promise<Answer>;
  /** Restarts the Collector. */
  restart(): Promise<Answer>;
  /** Goes back to another version of the Collector that is here, by default to the one before. */
  rollback(version: string | undefined): Promise<Answer>;
  /** The same for the supervisor itself. */
  rollbackSupervisor(version: string | undefined): Promise<Answer>;
  /** Goes back to the last good remote configuration before the one in force. */
  rollbackConfiguration(): Promise<Answer>;
  /** Begins nothing that the server wants. `forMs`: how long, milliseconds; `undefined`: until it is released. */
  hold(reason: string, forMs: number | undefined): Promise<Answer>;
  /** Goes on with what the server wants. */
  release(): Promise<Answer>;
  /** What was decided so far, oldest first; `listener` hears of each later entry until that is cancelled. */
  events(listener?: (entry: JournalEntry) => void): Promise<{ entries: readonly JournalEntry[]; cancel: Cancel }>;
  /** Ends the supervisor in order. */
  stop(): void;
}
