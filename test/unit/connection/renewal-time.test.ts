import { expect, test } from "bun:test";

import fc from "fast-check";

import { renewalTime } from "../../../src/connection/renewal-time.ts";

const hour = 3_600_000;
const from = 1_000 * hour;
const certificate = { validFrom: from, validTo: from + 30 * hour, isNew: true };

test("another certificate is asked for at two thirds of the life, up to a fifteenth of it later", () => {
  for (const isNew of [true, false]) {
    const seen = { ...certificate, isNew, seenAt: from + hour };
    expect(renewalTime({ ...seen, unit: 0 })).toBe(from + 20 * hour);
    expect(renewalTime({ ...seen, unit: 0.5 })).toBe(from + 21 * hour);
  }
});

test("a clock that is days ahead or behind makes nobody ask for another one too early or too late", () => {
  for (const seenAt of [from - 100 * hour, from + 30 * hour, from + 100 * hour]) {
    expect(renewalTime({ ...certificate, seenAt, unit: 0 })).toBe(seenAt + 20 * hour);
  }
});

test("of a new certificate that comes late in its life, what is left of it counts", () => {
  expect(renewalTime({ ...certificate, seenAt: from + 27 * hour, unit: 0 })).toBe(from + 29 * hour);
});

test("one that an earlier run has left is due when it was, also if that is past", () => {
  for (const seenAt of [from + 27 * hour, from + 100 * hour]) {
    expect(renewalTime({ ...certificate, isNew: false, seenAt, unit: 0 })).toBe(from + 20 * hour);
  }
});

test("whatever its times say, a new certificate is not replaced at once, nor after its end where it came in its life", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e13 }),
      fc.integer({ min: -1e6, max: 1e12 }),
      fc.integer({ min: 0, max: 1e13 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (validFrom, life, seenAt, unit) => {
        const validTo = validFrom + life;
        const due = renewalTime({ validFrom, validTo, seenAt, isNew: true, unit });
        expect(due).toBeGreaterThanOrEqual(seenAt + 10_000);
        if (seenAt >= validFrom && validTo - seenAt > 60_000) expect(due).toBeLessThan(validTo);
      },
    ),
  );
});
