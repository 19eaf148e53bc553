import { expect, test } from "bun:test";

import { namedUuid } from "../../../scripts/windows/named-uuid.ts";
import { stampSummary } from "../../../scripts/windows/stamp-summary.ts";

const madeAt = 1_790_000_000;
const fileTime = (seconds: number) => 116_444_736_000_000_000n + BigInt(seconds) * 10_000_000n;

/** A package with these times in it. */
function packed(...times: bigint[]): Buffer {
  return Buffer.concat(
    times.flatMap((time) => {
      const value = Buffer.alloc(8);
      value.writeBigUInt64LE(time);
      return [Buffer.from("something"), Buffer.from([0x40, 0, 0, 0]), value];
    }),
  );
}

test("the two times at which a package was made are exchanged, and nothing else", () => {
  const old = fileTime(946_684_800);
  const stamped = stampSummary(packed(fileTime(madeAt - 5), old, fileTime(madeAt)), 1, madeAt);
  expect(stamped.equals(packed(fileTime(1), old, fileTime(1)))).toBe(true);
});

test.each([1, 3])("%p such times are not what is expected", (count) => {
  const times = Array.from({ length: count }, () => fileTime(madeAt));
  expect(() => stampSummary(packed(...times), 1, madeAt)).toThrow(`${count} times`);
});

test("a name has one UUID of version 5, another one has another", () => {
  expect(namedUuid("a")).toMatch(/^[0-9A-F]{8}-[0-9A-F]{4}-5[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/);
  expect(namedUuid("a")).toBe(namedUuid("a"));
  expect(namedUuid("b")).not.toBe(namedUuid("a"));
});
