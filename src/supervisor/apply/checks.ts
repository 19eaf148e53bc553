import { InTurn } from "../../runtime/in-turn.ts";
import type { CheckOutcome } from "../mind/events.ts";
import { codeOfError, textOfError } from "./failure.ts";

/**
 * Checks of compositions, one after the other: they write to one file, which an earlier one that was given up could
 * still overwrite or remove under a later one, whose composition would be judged by the wrong text or by none.
 */
export class Checks {
  readonly #turns = new InTurn();
  #current = new AbortController();

  /** The outcome of `check`; `undefined` where it was given up. */
  async run(check: (signal: AbortSignal) => Promise<CheckOutcome>): Promise<CheckOutcome | undefined> {
    const { signal } = (this.#current = new AbortController());
    const outcome = await this.#turns.run(() => (signal.aborted ? undefined : check(signal))).catch(broken);
    return signal.aborted ? undefined : outcome;
  }

  /** Gives up the newest one. */
  abandon(): void {
    this.#current.abort();
  }
}

function broken(error: unknown): CheckOutcome {
  return { passed: false, failure: { code: codeOfError(error), phase: "validating", text: textOfError(error) } };
}
