import { describe, expect, test } from "bun:test";

import fc from "fast-check";

import { Backoff } from "../../../../src/opamp/client/backoff.ts";
import type { Cause, Ending } from "../../../../src/opamp/client/ending.ts";

/** Draws the ends of every range. */
const [shortest, longest] = [0, 1];
const backoff = (unit: number) =>
  new Backoff({ unit: () => unit, bytes: (length) => new Uint8Array(length), uuidv7: () => new Uint8Array(16) });
const ending = (cause: Cause, lasted: Partial<Ending> = {}): Ending => ({
  cause,
  loss: { code: "X", message: "" },
  proven: false,
  lastedMs: 0,
  ...lasted,
});
const refused = ending("broken");
const steady = { proven: true, lastedMs: 60_000 };
const short = { proven: true, lastedMs: 1_000 };
const delays = (of: Backoff, ...endings: Ending[]) => endings.map((each) => of.delayAfter(each));
const repeat = (times: number, each: Ending) => Array.from({ length: times }, () => each);

describe("a server that cannot be reached", () => {
  test("C-121 is tried again within ceilings that double from 1 s to 60 s, for ever", () => {
    const ceilings = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000];
    expect(delays(backoff(longest), ...repeat(8, refused))).toEqual(ceilings);
    expect(delays(backoff(longest), ...repeat(2_000, refused)).at(-1)).toBe(60_000);
  });

  test("C-121 is tried again at any moment below the ceiling, so that a fleet does not come in step", () => {
    expect(delays(backoff(shortest), ...repeat(5, refused))).toEqual([0, 0, 0, 0, 0]);
  });
});

describe("a connection that worked", () => {
  test("C-125 is made anew within 1 s after a break, then the series begins", () => {
    const series = backoff(longest);
    delays(series, ...repeat(5, refused));
    expect(delays(series, ending("broken", steady), refused, refused)).toEqual([1_000, 1_000, 2_000]);
  });

  test("is made anew within 5 s after the server closed it, as it then closed those of all agents", () => {
    expect(delays(backoff(longest), ending("closed", steady), refused)).toEqual([5_000, 1_000]);
  });

  test("but never lasts 10 s is made anew after at most 15 s", () => {
    const flapping = delays(backoff(longest), ...repeat(50, ending("broken", short)));
    expect(flapping.slice(0, 7)).toEqual([1_000, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
    expect(Math.max(...flapping)).toBe(15_000);
  });

  test("and then is not reached at all goes on with the series from there", () => {
    const series = backoff(longest);
    delays(series, ...repeat(20, ending("broken", short)));
    expect(delays(series, refused, refused)).toEqual([16_000, 32_000]);
  });

  test("and then lasts 10 s is made anew within 1 s again", () => {
    const series = backoff(longest);
    delays(series, ...repeat(20, ending("broken", short)));
    expect(series.delayAfter(ending("broken", steady))).toBe(1_000);
  });
});

describe("a connection that was accepted and proved nothing", () => {
  test("starts no series anew, however long it lasted", () => {
    const silent = ending("closed", { lastedMs: 60_000 });
    expect(delays(backoff(longest), silent, silent, silent)).toEqual([1_000, 2_000, 4_000]);
  });
});

describe("a breach of the protocol", () => {
  test("is met again about once a minute, though the server does everything else right", () => {
    const breach = ending("breach", { proven: true, lastedMs: 30_000 });
    expect(delays(backoff(longest), ...repeat(10, breach)).at(-1)).toBe(60_000);
  });

  test("starts the series anew after a connection that lasted", () => {
    const series = backoff(longest);
    delays(series, ...repeat(10, refused));
    expect(series.delayAfter(ending("breach", steady))).toBe(1_000);
  });
});

describe("a server that wants to be left alone", () => {
  const hint = (ms: number) => ending("throttled", { retryAfterMs: ms });

  test.each(["credentials", "throttled"] as const)("C-133 (%s) is for 30 s at least, then for longer", (cause) => {
    expect(delays(backoff(shortest), ...repeat(3, ending(cause)))).toEqual([30_000, 30_000, 30_000]);
    expect(delays(backoff(longest), ...repeat(3, ending(cause)))).toEqual([60_000, 120_000, 120_000]);
  });

  test("C-131, C-132 is for as long as it says, and up to a fifth longer so that not all come together", () => {
    expect([shortest, longest].map((unit) => backoff(unit).delayAfter(hint(100_000)))).toEqual([100_000, 120_000]);
  });

  test("is for 1 s at least, whatever it says", () => {
    expect([shortest, longest].map((unit) => backoff(unit).delayAfter(hint(0)))).toEqual([1_000, 2_000]);
  });

  test("the waits that it orders do not lengthen those that follow", () => {
    expect(delays(backoff(longest), ...repeat(10, hint(2_000)), refused).at(-1)).toBe(1_000);
  });
});

describe("a fleet of 10,000 agents", () => {
  /** Most agents that connect within one second, after a loss at 0 that the server recovers from after `outageMs`. */
  function busiestSecond(loss: Ending, outageMs: number): number {
    const random = mulberry32(1);
    const arrivals = new Map<number, number>();
    for (let agent = 0; agent < 10_000; agent += 1) {
      const series = new Backoff({
        unit: random,
        bytes: (length) => new Uint8Array(length),
        uuidv7: () => new Uint8Array(16),
      });
      let moment = series.delayAfter(loss);
      while (moment < outageMs) moment += series.delayAfter(refused);
      const second = Math.floor(moment / 1000);
      arrivals.set(second, (arrivals.get(second) ?? 0) + 1);
    }
    return Math.max(...arrivals.values());
  }

  test("comes back to a server that closed all connections at not much more than 2,000 a second", () => {
    expect(busiestSecond(ending("closed", steady), 0)).toBeLessThan(2_200);
  });

  test.each([
    [60_000, 600],
    [600_000, 400],
  ])("comes back after an outage of %d ms at less than %d a second", (outageMs, most) => {
    expect(busiestSecond(ending("broken", steady), outageMs)).toBeLessThan(most);
  });
});

/** Random numbers that are the same in each run. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test("whatever happens, a wait is never longer than two minutes or a fifth above what the server orders", () => {
  const causes: Cause[] = ["broken", "closed", "refused", "credentials", "throttled", "breach", "no-route"];
  const endings = fc.array(
    fc.record({
      cause: fc.constantFrom(...causes),
      proven: fc.boolean(),
      lastedMs: fc.nat(100_000),
      hint: fc.option(fc.nat(3_600_000), { nil: undefined }),
    }),
  );
  fc.assert(
    fc.property(endings, fc.double({ min: 0, max: 1, noNaN: true }), (all, unit) => {
      const series = backoff(unit);
      for (const { hint, ...each } of all) {
        const delay = series.delayAfter(
          ending(each.cause, { ...each, ...(hint !== undefined && { retryAfterMs: hint }) }),
        );
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThanOrEqual(Math.max(120_000, (hint ?? 0) * 1.2 + 1_000));
      }
    }),
  );
});
