import type { Cancel, Clock } from "../../../src/runtime/ports.ts";

/** Longest time that a key is kept for an agent that does not take it, milliseconds. */
const keptMs = 600_000;

/**
 * Private keys that were made here, PEM, by the serial number of their certificate: in memory alone, and no longer than
 * until the agent has its key, or ten minutes.
 */
export class PairKeys {
  readonly #clock: Clock;
  readonly #keys = new Map<string, { pem: string; cancel: Cancel }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `givenUp` is called when the time is over. */
  keep(serial: string, pem: string, givenUp: () => void): void {
    const cancel = this.#clock.schedule(keptMs, () => {
      this.#keys.delete(serial);
      givenUp();
    });
    this.#keys.set(serial, { pem, cancel });
  }

  get(serial: string): string | undefined {
    return this.#keys.get(serial)?.pem;
  }

  /** Whether there was such a key. */
  drop(serial: string): boolean {
    this.#keys.get(serial)?.cancel();
    return this.#keys.delete(serial);
  }

  /** None is kept any more, and nothing is called. */
  dropAll(): void {
    for (const serial of this.#keys.keys()) this.drop(serial);
  }
}
