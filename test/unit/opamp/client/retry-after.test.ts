import { describe, expect, test } from "bun:test";

import { readHttpDate, readRetryAfter } from "../../../../src/opamp/client/retry-after.ts";

const now = Date.UTC(2026, 0, 1, 12, 0, 0);
const read = (value: string, date?: string) =>
  readRetryAfter({ "retry-after": value, ...(date !== undefined && { date }) }, now);

describe("readRetryAfter()", () => {
  test.each([
    ["0", 0],
    ["120", 120_000],
    [" 5 ", 5_000],
  ])("C-132 reads seconds: %p", (value, ms) => {
    expect(read(value)).toBe(ms);
  });

  test.each(["Thu, 01 Jan 2026 12:01:30 GMT", "Thursday, 01-Jan-26 12:01:30 GMT", "Thu Jan  1 12:01:30 2026"])(
    "C-132 reads a date: %p",
    (value) => {
      expect(read(value)).toBe(90_000);
    },
  );

  test("a date is measured by the clock of the server, where the response tells it", () => {
    expect(read("Thu, 01 Jan 2026 20:00:10 GMT", "Thu, 01 Jan 2026 20:00:00 GMT")).toBe(10_000);
  });

  test("a date that is over asks for no wait", () => {
    expect(read("Thu, 01 Jan 2026 11:00:00 GMT")).toBe(0);
  });

  test.each(["86400000", "99999999999999999999", "Fri, 01 Jan 2100 00:00:00 GMT"])(
    "an absurd wait is one hour: %p",
    (value) => {
      expect(read(value)).toBe(3_600_000);
    },
  );

  test.each(["", "soon", "-1", "1.5", "1e3", "2026-01-01T12:00:30Z", "Thu, 01 Foo 2026 12:00:30 GMT"])(
    "%p says nothing",
    (value) => {
      expect(read(value)).toBeUndefined();
    },
  );

  test("a response without the header says nothing", () => {
    expect(readRetryAfter({}, now)).toBeUndefined();
  });
});

test("two digits of a year stand for the years from 1970 on", () => {
  expect(readHttpDate("Sunday, 06-Nov-94 08:49:37 GMT")).toBe(Date.UTC(1994, 10, 6, 8, 49, 37));
});
