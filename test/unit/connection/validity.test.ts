import { expect, test } from "bun:test";

import { concernsAt, isValidAt } from "../../../src/connection/validity.ts";

const day = 24 * 60 * 60 * 1000;
const now = Date.parse("2026-03-01T12:00:00Z");
const lasting = (from: number, to: number, subject = "CN=agent") => ({
  subject,
  validFrom: now + from * day,
  validTo: now + to * day,
});
const concerns = (chain: ReturnType<typeof lasting>[], authorities: ReturnType<typeof lasting>[] = []) =>
  concernsAt(now, { chain, authorities }).map(({ level, message, fields }) => [
    level,
    message,
    ...Object.values(fields),
  ]);

test.each([14, 15, 400])("a client certificate that lasts %d days more is no concern", (days) => {
  expect(concerns([lasting(-100, days)])).toEqual([]);
});

test("one that is made for a short time is a concern in the last third of it", () => {
  expect(concerns([lasting(-2, 1)])).toEqual([]);
  expect(concerns([lasting(-2.1, 0.9)]).map(([level]) => level)).toEqual(["warn"]);
});

test("one that ends within 14 days is worth a warning with the date", () => {
  expect(concerns([lasting(-100, 13.5)])).toEqual([
    ["warn", "The client certificate expires soon", "CN=agent", "2026-03-15T00:00:00Z", 13],
  ]);
  expect(isValidAt(now, { chain: [lasting(-1, 1)], authorities: [] })).toBe(true);
});

test("one that is over, and one that has not begun, are errors with the date", () => {
  expect(concerns([lasting(-2, 0)])).toEqual([
    ["error", "The client certificate has expired", "CN=agent", "2026-03-01T12:00:00Z"],
  ]);
  expect(concerns([lasting(1, 100)])).toEqual([
    [
      "error",
      "The client certificate is not valid yet, by the clock of this machine",
      "CN=agent",
      "2026-03-02T12:00:00Z",
    ],
  ]);
  expect(isValidAt(now, { chain: [lasting(-2, 0)], authorities: [] })).toBe(false);
});

test("so are those that lead to its authority", () => {
  const chain = [lasting(-1, 100), lasting(-100, -1, "CN=between")];
  expect(concerns(chain).map(([level, , subject]) => [level, subject])).toEqual([["error", "CN=between"]]);
});

test("authorities are a concern once none of them is valid any more", () => {
  const [over, good] = [lasting(-9, -1, "CN=old"), lasting(-9, 1, "CN=new")];
  expect(concerns([], [over, good])).toEqual([]);
  expect(concerns([], [over])).toEqual([
    ["error", "No certificate authority that is configured is valid any more", "CN=old", "2026-02-28T12:00:00Z"],
  ]);
});
