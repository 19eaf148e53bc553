import type { Cancel, Clock, Host } from "../../runtime/ports.ts";
import type { Event } from "../mind/events.ts";

export interface MemoryReliefOptions {
  clock: Clock;
  host: Pick<Host, "giveBackMemory" | "giveBackCode">;
}

/** How long nothing may have been composed and nothing else come into force, milliseconds. */
const quietMs = 3_000;

/**
 * Gives memory back once the work on a configuration is over. The start and each change leave behind code and data
 * that may not be needed for months. The last that comes of a change is what the Collector says to have in force, for a
 * large one many seconds after it was composed.
 */
export class MemoryRelief {
  readonly #options: MemoryReliefOptions;
  #cancel: Cancel = () => {};
  #inForce: unknown;

  constructor(options: MemoryReliefOptions) {
    this.#options = options;
  }

  heard(event: Event): void {
    if (event.is !== "Composed" && !this.#changesWhatIsInForce(event)) return;
    const { clock, host } = this.#options;
    this.#cancel();
    this.#cancel = clock.schedule(quietMs, () => {
      host.giveBackMemory();
      host.giveBackCode();
    });
  }

  close(): void {
    this.#cancel();
  }

  /** Most reports are on health, and carry the same object as the one before. */
  #changesWhatIsInForce(event: Event): boolean {
    if (event.is !== "CollectorReported" || event.report.effectiveConfig === this.#inForce) return false;
    this.#inForce = event.report.effectiveConfig;
    return true;
  }
}
