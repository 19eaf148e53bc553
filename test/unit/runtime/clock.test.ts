import { expect, test } from "bun:test";

import { createClock } from "../../../src/runtime/shared/clock.ts";

const clock = createClock();
const passes = (delayMs: number) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  clock.schedule(delayMs, resolve);
  return promise;
};

test("the wall clock is the system's, the monotonic one never goes back", async () => {
  const before = Date.now();
  expect(clock.now()).toBeGreaterThanOrEqual(before);
  expect(clock.now()).toBeLessThanOrEqual(Date.now());
  const start = clock.monotonic();
  await passes(1);
  expect(clock.monotonic()).toBeGreaterThan(start);
});

test("what is scheduled runs once, in the order of the delays", async () => {
  const ran: string[] = [];
  clock.schedule(20, () => ran.push("late"));
  clock.schedule(-5, () => ran.push("overdue"));
  clock.schedule(1, () => ran.push("early"));
  await passes(40);
  expect(ran).toEqual(["overdue", "early", "late"]);
});

test("what is cancelled does not run, and may be cancelled again", async () => {
  let ran = false;
  const cancel = clock.schedule(1, () => (ran = true));
  cancel();
  cancel();
  const cancelDue = clock.schedule(0, () => (ran = true));
  cancelDue();
  cancelDue();
  await passes(20);
  expect(ran).toBe(false);
});

test.each([2 ** 31, 2 ** 40, 1e300])("a delay of %p milliseconds is not over at once", async (delayMs) => {
  let ran = false;
  const cancel = clock.schedule(delayMs, () => (ran = true));
  await passes(20);
  cancel();
  expect(ran).toBe(false);
});
