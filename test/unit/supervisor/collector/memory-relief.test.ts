import { expect, test } from "bun:test";

import { silentState } from "../../../../src/opamp/server/agent-state.ts";
import type { EffectiveConfig } from "../../../../src/opamp/wire/messages.ts";
import { MemoryRelief } from "../../../../src/supervisor/collector/memory-relief.ts";
import type { Event } from "../../../../src/supervisor/mind/events.ts";
import { FakeClock } from "../../../support/fake-clock.ts";
import { failure } from "../../../support/mind-driver.ts";

const composed: Event = { is: "Composed", ticket: 1, outcome: { composed: false, failure: failure("") } };

function reported(effectiveConfig: EffectiveConfig): Event {
  return { is: "CollectorReported", generation: 1, report: { ...silentState, effectiveConfig } };
}

function world() {
  const clock = new FakeClock();
  const given: number[] = [];
  const order: string[] = [];
  const host = {
    giveBackMemory: () => void [given.push(clock.monotonic()), order.push("memory")],
    giveBackCode: () => void order.push("code"),
  };
  return { clock, given, order, relief: new MemoryRelief({ clock, host }) };
}

test("memory is given back 3 s after a configuration was composed, once", () => {
  const { clock, given, relief } = world();
  relief.heard(composed);
  clock.advance(60_000);
  expect(given).toEqual([3_000]);
});

test("the code goes last, as giving back memory runs some of it", () => {
  const { clock, order, relief } = world();
  relief.heard(composed);
  clock.advance(60_000);
  expect(order).toEqual(["memory", "code"]);
});

test("a further configuration puts it off", () => {
  const { clock, given, relief } = world();
  relief.heard(composed);
  clock.advance(2_000);
  relief.heard(composed);
  clock.advance(60_000);
  expect(given).toEqual([5_000]);
});

test("what the Collector says to have in force puts it off, and leads to it again where it comes late", () => {
  const { clock, given, relief } = world();
  relief.heard(composed);
  clock.advance(2_000);
  relief.heard(reported({ configMap: {} }));
  clock.advance(60_000);
  expect(given).toEqual([5_000]);
  relief.heard(reported({ configMap: {} }));
  clock.advance(60_000);
  expect(given).toEqual([5_000, 65_000]);
});

test("the same report over and over, as with each change of health, leads to nothing", () => {
  const { clock, relief } = world();
  const same = reported({ configMap: {} });
  relief.heard(same);
  clock.advance(60_000);
  relief.heard(same);
  expect(clock.waiting).toBe(0);
});

test("nothing else leads to it", () => {
  const { clock, relief } = world();
  relief.heard({ is: "Started" });
  relief.heard({ is: "CollectorReported", generation: 1, report: silentState });
  expect(clock.waiting).toBe(0);
});

test("nothing is given back after the end", () => {
  const { clock, relief } = world();
  relief.heard(composed);
  relief.close();
  expect(clock.waiting).toBe(0);
});
