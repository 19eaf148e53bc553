import { awaiting } from "./open-waits.ts";

/** A value that changes, and tests that wait until it is as they want it. */
export class Watch {
  readonly #waiters = new Set<() => void>();

  /** Something changed: every waiting condition is looked at again. */
  changed(): void {
    for (const look of this.#waiters) look();
  }

  /**
   * The first result of `look` that is not `undefined` or `false`, now or after a change. `what` names it where the test
   * stands still. Default: the text of `look`.
   */
  until<Value>(look: () => Value | undefined | false, what: string = textOf(look)): Promise<Value> {
    const found = look();
    if (found !== undefined && found !== false) return awaiting(what, Promise.resolve(found));
    const { promise, resolve } = Promise.withResolvers<Value>();
    const again = () => {
      const value = look();
      if (value === undefined || value === false) return;
      this.#waiters.delete(again);
      resolve(value);
    };
    this.#waiters.add(again);
    return awaiting(what, promise);
  }
}

/** The code of a condition, on one line. */
export function textOf(look: (...given: never[]) => unknown): string {
  return String(look).replaceAll(/\s+/g, " ");
}
