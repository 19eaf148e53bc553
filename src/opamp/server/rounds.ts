import type { Cancel, Clock } from "../../runtime/ports.ts";

/** Calls `round` every `everyMs` until it is cancelled. One timer looks after any number of agents. */
export function startRounds(clock: Clock, everyMs: number, round: () => void): Cancel {
  let cancel: Cancel;
  const next = () => {
    cancel = clock.schedule(everyMs, next);
    round();
  };
  cancel = clock.schedule(everyMs, next);
  return () => cancel();
}
