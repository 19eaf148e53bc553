import { RemoteConfigStatuses } from "../../src/opamp/wire/messages.ts";
import { isRolledBack } from "../../src/supervisor/apply/rollback.ts";
import type { RemoteStatus } from "../../src/supervisor/mind/state.ts";

const { RemoteConfigStatuses_APPLIED: applied, RemoteConfigStatuses_FAILED: failed } = RemoteConfigStatuses;

/**
 * What the server was told of each hash: APPLYING? → APPLIED | FAILED; APPLIED → FAILED at most once, as withdrawn;
 * never back. An operator may go back after the probation too. It outlives a supervisor that is killed.
 */
export class StatusLedger {
  /** The verdict of each hash that was not taken up anew since. */
  readonly #verdicts = new Map<string, RemoteConfigStatuses>();
  readonly #withdrawn = new Set<string>();

  /** What is wrong with it; `undefined`: nothing. `onProbation`: the configuration in force is. */
  told({ id, status, error }: RemoteStatus, onProbation: boolean): string | undefined {
    const before = this.#verdicts.get(id);
    if (status === applied || status === failed) this.#verdicts.set(id, status);
    if (before === undefined) return undefined;
    const withdraws = before === applied && status === failed && error.startsWith("withdrawn: ");
    if (!withdraws || this.#withdrawn.has(id)) return `a verdict on ${id} is taken back`;
    this.#withdrawn.add(id);
    return onProbation || isRolledBack(error) ? undefined : `${id} is withdrawn after its probation`;
  }

  /** The hash is offered after another one, or tried again: it gets a verdict of its own. */
  beginsAnew(id: string): void {
    this.#verdicts.delete(id);
    this.#withdrawn.delete(id);
  }

  /** The supervisor was killed: of what is not on disk it knows nothing. */
  survives(id: string | undefined, status: RemoteConfigStatuses | undefined): void {
    for (const known of this.#verdicts.keys()) {
      if (known !== id || status !== this.#verdicts.get(known)) this.beginsAnew(known);
    }
  }
}
