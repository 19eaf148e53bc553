import type { Cancel, Clock } from "../ports.ts";
import type { StartFailure } from "../process-ports.ts";
import { openTrampoline, type Trampoline, type TrampolineOptions } from "./open-trampoline.ts";

/** How long a prepared trampoline waits for its order, milliseconds: longer than an ordered stop of a Collector. */
const waitMs = 15_000;

/**
 * At most one trampoline that is started before it is known what it will become: the start of this executable, which is
 * most of the start of a Collector, then takes place while there is still something else to wait for.
 */
export class SpareTrampoline {
  readonly #clock: Clock;
  readonly #options: TrampolineOptions;
  #isUseful = true;
  #spare: { trampoline: Trampoline; cancel: Cancel } | undefined;

  constructor(clock: Clock, options: TrampolineOptions) {
    this.#clock = clock;
    this.#options = options;
  }

  /** Starts it, where there is none yet and it would be of use. One that nobody takes ends after a while. */
  prepare(): void {
    if (this.#spare !== undefined || !this.#isUseful) return;
    const trampoline = openTrampoline(["ignore", "ignore"], this.#options);
    if (!trampoline.started) return;
    const spare = { trampoline, cancel: this.#clock.schedule(waitMs, () => this.discard()) };
    this.#spare = spare;
    void trampoline.exited.then(() => {
      if (this.#spare === spare) this.discard();
    });
  }

  /** What is started with pipes cannot come of it, as its output is told by a path: who has done so once will do so again. */
  giveUp(): void {
    this.#isUseful = false;
    this.discard();
  }

  /** The one that waits, or a new one. */
  take(): StartFailure | Trampoline {
    const spare = this.#spare;
    this.#spare = undefined;
    spare?.cancel();
    return spare?.trampoline ?? openTrampoline(["ignore", "ignore"], this.#options);
  }

  discard(): void {
    const spare = this.#spare;
    this.#spare = undefined;
    spare?.cancel();
    spare?.trampoline.discard();
  }
}
