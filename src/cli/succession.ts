import type { Stops } from "../runtime/os/stop-signals.ts";
import type { OwnProgram } from "../runtime/own-program-port.ts";
import { succeeded, type Succession, type Successor } from "../supervisor/packages/self-effects.ts";

/** How a supervisor wants to be succeeded. */
export type Will = { is: "none" } | { is: "handed over"; to: Successor } | { is: "tried"; proved: boolean };

export interface Succeeding {
  own: OwnProgram;
  /** As the supervisor was given it, before `agent.run_as` counts. */
  runtime: { processes: Succession["processes"] };
}

/** The ordered end of one supervisor, by whomever it is asked for. */
export class OrderedEnd implements Succession {
  readonly own: OwnProgram;
  readonly processes: Succession["processes"];
  readonly stops: Stops;
  #will: Will = { is: "none" };

  /** `tried`: told when a trial is over, before the Collector is down. */
  constructor({ own, runtime }: Succeeding, stops: Stops, tried: () => void) {
    const ends = new AbortController();
    this.own = own;
    this.processes = runtime.processes;
    this.#tried = tried;
    this.stops = { ...stops, stop: AbortSignal.any([stops.stop, ends.signal]) };
    this.#end = () => ends.abort(succeeded);
  }

  readonly #end: () => void;
  readonly #tried: () => void;

  get will(): Will {
    return this.#will;
  }

  handOver(to: Successor): void {
    this.#will = { is: "handed over", to };
    this.#end();
  }

  endTrial(proved: boolean): void {
    this.#will = { is: "tried", proved };
    this.#tried();
    this.#end();
  }
}
