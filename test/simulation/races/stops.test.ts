import { describe, expect, test } from "bun:test";

import { type SimulatedWorld, withARunning } from "../simulated-world.ts";

const modes = [
  ["with restarts", false],
  ["with reloads", true],
] as const;

describe.each(modes)("a stop at any time in a change, %s,", (_, useHupConfigReload) => {
  test.each(["steady", "exits", "stubborn"])("to what is %s ends everything and starts nothing more", async (body) => {
    for (let after = 0; after < 150; after += 7) {
      const world = await withARunning({ seed: after, config: { agent: { useHupConfigReload } } });
      await world.offers("B", body).passes(after);
      const before = world.startCount;
      const { driver } = world.life ?? {};
      await world.stops().passes(30_000);
      expect(world.life).toBeUndefined();
      expect(world.collector?.isGone).toBe(true);
      expect(driver?.startCount).toBe(before);
    }
  });
});

describe("a Collector that takes ten seconds to end", () => {
  const slow = async (body: string): Promise<SimulatedWorld> => {
    const world = await withARunning();
    await world.offers("S", "stubborn").passes(120_000);
    return world.offers("B", body);
  };

  test("takes none of the time that the next one has for its proof", async () => {
    const world = await slow("steady");
    await world.passes(30_000);
    expect(world.server.heard.slice(-2)).toEqual(["B APPLYING", "B APPLIED"]);
    expect(world.runs).toBe("B");
  });

  test("does not hide that the next one fails, and comes back", async () => {
    const world = await slow("absent");
    await world.passes(30_000);
    expect(world.server.verdict).toBe("FAILED");
    expect(world.runs).toBe("S");
  });

  test("is exchanged once, for the newest of what is offered meanwhile", async () => {
    const world = await slow("steady");
    const before = world.startCount;
    for (let index = 0; index < 50; index += 1) await world.offers(`burst ${index}`).passes(100);
    await world.passes(30_000);
    expect(world.runs).toBe("burst 49");
    expect(world.startCount - before).toBe(1);
  });
});

test("a supervisor that nobody stops, but a Collector that somebody kills while it is being stopped, goes on", async () => {
  const world = await withARunning();
  await world.offers("S", "stubborn").passes(120_000);
  await world.restarts("operator").passes(1_000);
  await world.killsCollector().passes(1_000);
  expect(world.runs).toBe("S");
  expect(world.state.deaths).toBe(0);
  expect(world.server.isHealthy).toBe(true);
});
