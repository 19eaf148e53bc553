import { describe, expect, test } from "bun:test";

import { faultAtRest } from "../at-rest.ts";
import { SimulatedWorld, withARunning } from "../simulated-world.ts";

const hour = 3_600_000;

describe("a Collector that cannot run", () => {
  test("is no hot loop: some forty tries in three hours, the next of which the server knows", async () => {
    const world = new SimulatedWorld({ ownLayers: "exits" });
    await (await world.starts()).passes(3 * hour);
    expect(world.startCount).toBeGreaterThan(36);
    expect(world.startCount).toBeLessThan(90);
    expect(world.server.health).toMatch(/next try \d{4}-/);
  });

  test("is no hot loop by going back either, where the last good configuration fails too", async () => {
    const world = await withARunning();
    await world.offers("P", "port").passes(120_000);
    world.setsPort(true).offers("B", "exits");
    const before = world.startCount;
    await world.passes(hour);
    expect(world.server.verdict).toBe("FAILED");
    expect(world.startCount - before).toBeLessThan(30);
    expect(world.runs).toBe("nothing");
    await world.setsPort(false).passes(2_000);
    expect(world.runs).toBe("P");
    expect(world.server.isHealthy).toBe(true);
  });

  test.each([
    ["a new configuration", (world: SimulatedWorld) => world.offers("B")],
    ["a restart command", (world: SimulatedWorld) => world.restarts("server")],
    ["a retry", (world: SimulatedWorld) => world.retries()],
  ])("is never given up: hours later it is woken by %s", async (_, wake) => {
    const world = await withARunning();
    world.machine.lacksExecutable = true;
    await world.killsCollector().passes(5 * hour);
    expect(world.runs).toBe("nothing");
    // The executable is looked at each second, so it comes back together with what wakes.
    world.machine.lacksExecutable = false;
    await wake(world).passes(500);
    expect(world.server.isHealthy).toBe(true);
  });

  test("for want of room on the disk runs again when there is some, without anybody's help", async () => {
    const world = await withARunning();
    world.fillsDisk(true).kills();
    await (await world.starts()).passes(hour);
    expect(world.runs).toBe("nothing");
    expect(world.server.health).toContain("DISK_FULL");
    await world.fillsDisk(false).passes(5 * 60_000);
    expect(faultAtRest(world)).toBeUndefined();
    expect(world.runs).toBe("A");
  });

  test("because a stranger has its port names that and is not condemned", async () => {
    const world = await withARunning();
    await world.setsPort(true).offers("P", "port").passes(1_000);
    expect(world.server.verdict).toBe("FAILED");
    expect(world.server.status?.errorMessage).toStartWith("PORT_IN_USE");
    expect(world.runs).toBe("A");
    await world.setsPort(false).retries().passes(1_000);
    expect(world.server.verdict).toBe("APPLIED");
  });

  test("because a stranger has its port stays FAILED when that is free, until somebody asks for it, and says who can", async () => {
    const world = await withARunning();
    await world.setsPort(true).offers("P", "port").passes(1_000);
    await world.setsPort(false).passes(hour);
    expect(world.server.verdict).toBe("FAILED");
    expect(world.server.status?.errorMessage).toEndWith(
      "`opampsupervisor retry`, or an offer of it under a new hash, tries it again.",
    );
    expect(world.runs).toBe("A");
    await world.offers("P", "port").passes(1_000);
    expect(world.runs).toBe("A");
    await world.offers("P2", "port").passes(1_000);
    expect(world.server.verdict).toBe("APPLIED");
    expect(world.runs).toBe("P2");
  });
});

test("the gap of a reload, forward or back, is no death of the Collector", async () => {
  const world = await withARunning({ config: { agent: { useHupConfigReload: true } } });
  await world.offers("B").passes(1_000);
  await world.offers("C", "sick").passes(1_000);
  expect(world.runs).toBe("B");
  expect(world.state.deaths).toBe(0);
  expect(world.state.tally).toEqual([]);
});
