import { expect, test } from "bun:test";

import type { Event } from "../../../src/supervisor/events.ts";
import { MemoryRelief } from "../../../src/supervisor/memory-relief.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { failure } from "../../support/mind-driver.ts";

const composed: Event = { is: "Composed", ticket: 1, outcome: { composed: false, failure: failure("") } };

function world() {
  const clock = new FakeClock();
  const given: number[] = [];
  const host = { giveBackMemory: () => void given.push(clock.monotonic()) };
  return { clock, given, relief: new MemoryRelief({ clock, host }) };
}

test("memory is given back 3 s after a configuration was composed, once", () => {
  const { clock, given, relief } = world();
  relief.heard(composed);
  clock.advance(60_000);
  expect(given).toEqual([3_000]);
});

test("a further configuration puts it off", () => {
  const { clock, given, relief } = world();
  relief.heard(composed);
  clock.advance(2_000);
  relief.heard(composed);
  clock.advance(60_000);
  expect(given).toEqual([5_000]);
});

test("nothing else leads to it", () => {
  const { clock, relief } = world();
  relief.heard({ is: "Started" });
  expect(clock.waiting).toBe(0);
});

test("nothing is given back after the end", () => {
  const { clock, relief } = world();
  relief.heard(composed);
  relief.close();
  expect(clock.waiting).toBe(0);
});
