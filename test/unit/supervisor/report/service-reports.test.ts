import { describe, expect, test } from "bun:test";

import type { ServiceManager } from "../../../../src/runtime/local-ports.ts";
import { ServiceReports } from "../../../../src/supervisor/report/service-reports.ts";
import { FakeClock, settle } from "../../../support/fake-clock.ts";

function scene({ watchdogMs }: { watchdogMs?: number } = {}) {
  const clock = new FakeClock();
  const heard: string[][] = [];
  const world = { summary: "Starting", alive: true, takes: true };
  const manager: ServiceManager = {
    watchdogMs,
    notify: async (assignments) => {
      if (world.takes) heard.push([...assignments]);
      return world.takes;
    },
  };
  const reports = new ServiceReports({ manager, clock, summary: () => world.summary, alive: () => world.alive });
  return { clock, heard, world, reports };
}

test("readiness, then one line after each change, the newest of those that come together, then the stop", async () => {
  const { heard, world, reports } = scene();
  reports.changed();
  world.summary = "Collector up";
  reports.ready();
  reports.changed();
  await settle();
  world.summary = "Stopping\nnow";
  reports.stopping();
  await settle();
  expect(heard).toEqual([
    ["STATUS=Starting"],
    ["READY=1", "STATUS=Collector up"],
    ["STOPPING=1", "STATUS=Stopping now"],
  ]);
});

test("reloading, then readiness again, each in a message of its own and in their order", async () => {
  const { heard, world, reports } = scene();
  reports.ready();
  await settle();
  world.summary = "changed configuration refused";
  reports.reloading();
  reports.ready();
  await settle();
  expect(heard).toEqual([
    ["READY=1", "STATUS=Starting"],
    ["RELOADING=1", "STATUS=changed configuration refused"],
    ["READY=1"],
  ]);
});

test("what was not taken is sent again, as it is by then", async () => {
  const { clock, heard, world, reports } = scene();
  world.takes = false;
  reports.ready();
  await settle();
  world.summary = "Collector up";
  reports.changed();
  world.takes = true;
  await clock.advanceAsync(1_000);
  expect(heard).toEqual([["READY=1", "STATUS=Collector up"]]);
});

describe("the watchdog", () => {
  test("is fed twice in its interval for as long as the mind keeps up", async () => {
    const { clock, heard, world } = scene({ watchdogMs: 10_000 });
    await clock.advanceAsync(10_000);
    expect(heard).toEqual([["WATCHDOG=1"], ["WATCHDOG=1"]]);
    world.alive = false;
    await clock.advanceAsync(60_000);
    expect(heard).toHaveLength(2);
    world.alive = true;
    await clock.advanceAsync(5_000);
    expect(heard).toHaveLength(3);
  });

  test("that nobody wants is not fed, and one that is left hears nothing more", async () => {
    const none = scene();
    await none.clock.advanceAsync(60_000);
    expect(none.heard).toEqual([]);
    expect(none.clock.waiting).toBe(0);
    const left = scene({ watchdogMs: 10_000 });
    left.reports.close();
    expect(left.clock.waiting).toBe(0);
  });
});
