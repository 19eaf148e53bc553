import { expect, test } from "bun:test";

import fc from "fast-check";

import { renewalTime } from "../../../src/connection/renewal-time.ts";

const hour = 3_600_000;
const from = 1_000 * hour;
const certificate = { validFrom: from, validTo: from + 30 * hour };

test("another certificate is asked for at two thirds of the life, up to a fifteenth of it later", () => {
  const received = { ...certificate, receivedAt: from + hour };
  expect(renewalTime({ ...received, unit: 0 })).toBe(from + 20 * hour);
  expect(renewalTime({ ...received, unit: 0.5 })).toBe(from + 21 * hour);
});

test("a clock that is days ahead or behind makes nobody ask for another one too early or too late", () => {
  for (const receivedAt of [from - 100 * hour, from + 30 * hour, from + 100 * hour]) {
    expect(renewalTime({ ...certificate, receivedAt, unit: 0 })).toBe(receivedAt + 20 * hour);
  }
});

test("of a certificate that comes late in its life, what is left of it counts", () => {
  expect(renewalTime({ ...certificate, receivedAt: from + 27 * hour, unit: 0 })).toBe(from + 29 * hour);
});

test("whatever the times say, nobody asks at once, nor after the end of a certificate that came in its life", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e13 }),
      fc.integer({ min: -1e6, max: 1e12 }),
      fc.integer({ min: 0, max: 1e13 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (validFrom, life, receivedAt, unit) => {
        const validTo = validFrom + life;
        const due = renewalTime({ validFrom, validTo, receivedAt, unit });
        expect(due).toBeGreaterThanOrEqual(receivedAt + 10_000);
        const isLong = validTo - receivedAt > 60_000;
        if (receivedAt >= validFrom && isLong) expect(due).toBeLessThan(validTo);
      },
    ),
  );
});
