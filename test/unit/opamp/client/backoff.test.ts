import { describe, expect, test } from "bun:test";

import { Backoff, type Ending } from "../../../../src/opamp/client/backoff.ts";

const backoff = (unit = 0.5) =>
  new Backoff({ unit: () => unit, bytes: (length) => new Uint8Array(length), uuidv7: () => new Uint8Array(16) });
const refused: Ending = { proven: false, lastedMs: 0 };
const steady: Ending = { proven: true, lastedMs: 60_000 };
const short: Ending = { proven: true, lastedMs: 1_000 };
const delays = (of: Backoff, ...endings: Ending[]) => endings.map((ending) => of.delayAfter(ending));

describe("Backoff", () => {
  test("C-121 starts at half a second and grows by half", () => {
    expect(delays(backoff(), refused, refused, refused)).toEqual([500, 750, 1125]);
  });

  test("C-121 never waits longer than 60 s, for ever", () => {
    const series = backoff(0.99);
    const all = Array.from({ length: 2000 }, () => series.delayAfter(refused));
    expect(Math.max(...all)).toBe(60_000);
    expect(all.at(-1)).toBe(60_000);
  });

  test("C-121 is spread by half to either side", () => {
    expect(backoff(0).delayAfter(refused)).toBe(250);
    expect(backoff(0.999).delayAfter(refused)).toBeCloseTo(749.5);
  });

  test("C-125 tries at once after a proven connection, then backs off from the start", () => {
    const series = backoff();
    delays(series, refused, refused, refused);
    expect(delays(series, steady, refused, refused)).toEqual([0, 500, 750]);
  });

  test("an accepted upgrade without any message resets nothing", () => {
    const accepted: Ending = { proven: false, lastedMs: 60_000 };
    expect(delays(backoff(), accepted, accepted, accepted)).toEqual([500, 750, 1125]);
  });

  test("connections that are lost again soon after their proof do not make a hot loop", () => {
    expect(delays(backoff(), short, short, short, short)).toEqual([0, 500, 750, 1125]);
  });

  test("a steady connection earns the next retry at once", () => {
    expect(delays(backoff(), short, short, steady, short)).toEqual([0, 500, 0, 500]);
  });

  test.each([401, 403])("refused credentials (%d) are tried again after 30 s at the earliest", (status) => {
    expect(backoff().delayAfter({ ...refused, status })).toBe(30_000);
  });
});
