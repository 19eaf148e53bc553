import type { Random } from "../../src/runtime/ports.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { seededRandom } from "../support/seeded-random.ts";

/** Milliseconds: from, to. */
export type Span = readonly [from: number, to: number];

/** What a seed decides and how time goes by, written down so that people can follow it. */
export class Story {
  readonly clock = new FakeClock();
  readonly random: Random;
  readonly lines: string[] = [];
  readonly #hasStalls: boolean;

  constructor(seed: number, hasStalls = false) {
    this.random = seededRandom(seed);
    this.#hasStalls = hasStalls;
  }

  /** Whether what takes milliseconds takes seconds this time. */
  stalls(probability: number): boolean {
    return this.#hasStalls && this.chance(probability);
  }

  tell(who: string, what: string): void {
    const at = (this.clock.monotonic() / 1000).toFixed(3);
    this.lines.push(`${at.padStart(9)} s  ${who.padEnd(10)} ${what}`);
  }

  chance(probability: number): boolean {
    return this.random.unit() < probability;
  }

  pick<Value>(values: readonly Value[]): Value {
    const value = values[Math.floor(this.random.unit() * values.length)];
    if (value === undefined) throw new RangeError("nothing to pick from");
    return value;
  }

  /** A whole number of milliseconds of the span, as likely small as large. */
  between([from, to]: Span): number {
    return Math.floor(from + this.random.unit() * (to - from + 1));
  }

  /** Resolves some time later. */
  async takes(span: Span): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.clock.schedule(this.between(span), resolve);
    await promise;
  }
}
