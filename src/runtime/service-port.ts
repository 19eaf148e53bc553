/** The port to a service manager of Windows, as one of its services. Implementers: `runtime/bun` and the tests. */

import type { ServiceManager } from "./local-ports.ts";

/** How grave an entry of the system's event log is. */
export type EventLevel = "info" | "warn" | "error";

/** What this process is, where the service control manager of Windows has started it. */
export interface EnteredService {
  /** Hears how far this process is. */
  manager: ServiceManager;
  /** Calls `stop` when the service is to stop, at once where that was asked for before. */
  onStop(stop: () => void): void;
  /** Writes an entry into the system's event log. One that it does not take is lost. */
  report(level: EventLevel, text: string): void;
  /** The last word: the service has stopped, with this exit code. Anything but 0 is a failure, after which it is started again. */
  ended(code: number): void;
}
