import type { Effect } from "./effects.ts";
import type { Event } from "./events.ts";
import type { State } from "./state.ts";
import type { Moment } from "./turn.ts";

/** One step of the mind, after its effects were begun; for those who watch and change nothing. */
export interface Taken {
  event: Event;
  before: State;
  after: State;
  effects: readonly Effect[];
  moment: Moment;
  /** Milliseconds since the Unix epoch: when the step and its effects were through. */
  until: number;
}
