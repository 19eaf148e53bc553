import type { Cancel, Clock, Host } from "../runtime/ports.ts";
import type { Event } from "./events.ts";

export interface MemoryReliefOptions {
  clock: Clock;
  host: Pick<Host, "giveBackMemory">;
}

/** How long nothing may have been composed, milliseconds: by then most have had their verdict. */
const quietMs = 3_000;

/**
 * Gives memory back once the work on a configuration is over. The start and each change leave behind code and data
 * that may not be needed for months.
 */
export class MemoryRelief {
  readonly #options: MemoryReliefOptions;
  #cancel: Cancel = () => {};

  constructor(options: MemoryReliefOptions) {
    this.#options = options;
  }

  heard(event: Event): void {
    if (event.is !== "Composed") return;
    const { clock, host } = this.#options;
    this.#cancel();
    this.#cancel = clock.schedule(quietMs, () => host.giveBackMemory());
  }

  close(): void {
    this.#cancel();
  }
}
