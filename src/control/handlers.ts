import type { Cancel } from "../runtime/ports.ts";
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
  /** Ends the supervisor in order. */
  stop(): void;
}
