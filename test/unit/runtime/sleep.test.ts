import { expect, test } from "bun:test";

import { sleep } from "../../../src/runtime/sleep.ts";
import { FakeClock } from "../../support/fake-clock.ts";

test("a sleep is over when its time is", async () => {
  const clock = new FakeClock();
  let over = false;
  const slept = sleep(clock, 100).then(() => (over = true));
  await clock.advanceAsync(99);
  expect(over).toBe(false);
  await clock.advanceAsync(1);
  expect(await slept).toBe(true);
});

test("an abort ends a sleep with its reason, and leaves no timer", async () => {
  const clock = new FakeClock();
  const controller = new AbortController();
  const slept = sleep(clock, 100, controller.signal);
  const reason = new Error("stopped");
  controller.abort(reason);
  await expect(slept).rejects.toBe(reason);
  expect(clock.waiting).toBe(0);
});

test("after an abort no sleep begins", async () => {
  const clock = new FakeClock();
  const reason = new Error("stopped");
  await expect(sleep(clock, 100, AbortSignal.abort(reason))).rejects.toBe(reason);
  expect(clock.waiting).toBe(0);
});

test("an abort after the end changes nothing", async () => {
  const clock = new FakeClock();
  const controller = new AbortController();
  const slept = sleep(clock, 1, controller.signal);
  await clock.advanceAsync(1);
  controller.abort(new Error("stopped"));
  await slept;
});
