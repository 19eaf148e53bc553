import type { Clock } from "../../runtime/ports.ts";
import type { Log } from "../log.ts";

/** So long nothing more is said of exports that go on failing, milliseconds. */
const silenceMs = 10 * 60 * 1000;

/**
 * Tells the log of exports that fail: the first of a row, then now and again with their number, and when they work again.
 * What is exported may be the log itself, so that one line for each failure would never end.
 */
export class Troubles {
  readonly #clock: Pick<Clock, "monotonic">;
  readonly #log: Log;
  #failures = 0;
  #toldAt: number | undefined;

  constructor(clock: Pick<Clock, "monotonic">, log: Log) {
    this.#clock = clock;
    this.#log = log;
  }

  failed(what: { signal: string; target: string; code: string; reason: string }): void {
    this.#failures += 1;
    const now = this.#clock.monotonic();
    if (this.#toldAt !== undefined && now - this.#toldAt < silenceMs) return;
    this.#toldAt = now;
    this.#log.warn("Own telemetry cannot be exported", { ...what, failures: this.#failures });
  }

  worked(what: { signal: string; target: string }): void {
    if (this.#failures === 0) return;
    this.#log.info("Own telemetry is exported again", { ...what, failures: this.#failures });
    this.#failures = 0;
    this.#toldAt = undefined;
  }

  /** The target took an export, but not all of it. */
  rejected(what: { signal: string; target: string; items: number }): void {
    const now = this.#clock.monotonic();
    if (this.#toldAt !== undefined && now - this.#toldAt < silenceMs) return;
    this.#toldAt = now;
    this.#log.warn("Own telemetry was exported and not all of it taken", what);
  }
}
