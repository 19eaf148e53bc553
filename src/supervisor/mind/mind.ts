import type { Clock, Random } from "../../runtime/ports.ts";
import type { Effect } from "./effects.ts";
import type { Event } from "./events.ts";
import type { State } from "./state.ts";
import { step } from "./step.ts";
import type { Taken } from "./taken.ts";

export interface MindOptions {
  clock: Clock;
  random: Random;
  initial: State;
  /** Carries out one effect. What it posts meanwhile is taken after the current step. */
  perform(effect: Effect): void;
  /** Hears of each step. Must not throw. Default: nobody does. */
  taken?(taken: Taken): void;
}

/** The one serialised loop: each event is taken whole, with all its effects, before the next one. */
export class Mind {
  readonly #options: MindOptions;
  readonly #mailbox: Event[] = [];
  #state: State;
  #busy = false;

  constructor(options: MindOptions) {
    this.#options = options;
    this.#state = options.initial;
  }

  get state(): State {
    return this.#state;
  }

  /** Whether everything that was posted is taken. */
  get idle(): boolean {
    return !this.#busy && this.#mailbox.length === 0;
  }

  post(event: Event): void {
    this.#mailbox.push(event);
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let next = this.#mailbox.shift(); next !== undefined; next = this.#mailbox.shift()) this.#take(next);
    } finally {
      this.#busy = false;
    }
  }

  #take(event: Event): void {
    const { clock, random, perform, taken } = this.#options;
    const moment = { now: clock.now(), elapsed: clock.monotonic(), unit: random.unit() };
    const before = this.#state;
    const { state, effects } = step(before, event, moment);
    this.#state = state;
    for (const effect of effects) perform(effect);
    taken?.({ event, before, after: state, effects, moment, until: clock.now() });
  }
}
