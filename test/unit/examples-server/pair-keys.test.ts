import { expect, test } from "bun:test";

import { PairKeys } from "../../../examples/server/certificates/pair-keys.ts";
import { FakeClock } from "../../support/fake-clock.ts";

const tenMinutesMs = 600_000;

test("a key is kept for ten minutes, and then given up", () => {
  const clock = new FakeClock();
  const keys = new PairKeys(clock);
  const givenUp: string[] = [];
  keys.keep("01", "key", () => givenUp.push("01"));
  clock.advance(tenMinutesMs - 1);
  expect([keys.get("01"), givenUp]).toEqual(["key", []]);
  clock.advance(1);
  expect([keys.get("01"), givenUp]).toEqual([undefined, ["01"]]);
});

test("a key that is dropped is gone, and nothing is given up later", () => {
  const clock = new FakeClock();
  const keys = new PairKeys(clock);
  const givenUp: string[] = [];
  for (const serial of ["01", "02", "03"]) keys.keep(serial, "key", () => givenUp.push(serial));
  expect([keys.drop("01"), keys.drop("01"), keys.get("01"), keys.get("02")]).toEqual([true, false, undefined, "key"]);
  keys.dropAll();
  expect([keys.get("02"), clock.waiting]).toEqual([undefined, 0]);
  clock.advance(tenMinutesMs);
  expect(givenUp).toEqual([]);
});
