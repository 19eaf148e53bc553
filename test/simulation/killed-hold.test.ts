import { expect, test } from "bun:test";

import { faultAtRest } from "./at-rest.ts";
import { type SimulatedWorld, withARunning } from "./simulated-world.ts";

/**
 * Lets `change` happen in a world that `begin` makes, kills the supervisor at each of its moments in turn, and starts another
 * one. How many moments there were.
 */
async function atEachMoment(
  begin: (seed: number) => Promise<SimulatedWorld>,
  change: (world: SimulatedWorld) => void,
  judge: (world: SimulatedWorld) => Promise<void>,
): Promise<number> {
  for (let moment = 1; ; moment += 1) {
    const world = await begin(moment);
    world.killsAfter(moment);
    change(world);
    await world.passes(95_000);
    if (world.life !== undefined) return moment - 1;
    await (await world.starts()).passes(200_000);
    try {
      await judge(world);
    } catch (error) {
      throw new Error(`${world.story.lines.join("\n")}\nkilled at moment ${moment}`, { cause: error });
    }
  }
}

async function holding(seed: number): Promise<SimulatedWorld> {
  const world = await withARunning({ seed, offering: "on difference" });
  return await world.holds().passes(1_000);
}

test("a supervisor that is killed at any moment of an offer under a hold holds on, and has the offer in the end", async () => {
  const moments = await atEachMoment(
    holding,
    (world) => world.offers("B"),
    async (world) => {
      expect(world.state.hold).toBeDefined();
      expect(world.runs).toBe("A");
      expect(world.state.held.remote).toBeDefined();
      await world.releases().passes(95_000);
      expect(world.runs).toBe("B");
      expect(faultAtRest(world)).toBeUndefined();
    },
  );
  expect(moments).toBeGreaterThan(1);
});

test("a supervisor that is killed at any moment of a release has released, or holds on", async () => {
  const outcomes = new Set<string>();
  const moments = await atEachMoment(
    async (seed) => await (await holding(seed)).offers("B").passes(1_000),
    (world) => world.releases(),
    async (world) => {
      outcomes.add(world.runs);
      if (world.state.hold === undefined) expect(world.runs).toBe("B");
      await world.releases().passes(95_000);
      expect(world.runs).toBe("B");
      expect(world.server.verdict).toBe("APPLIED");
      expect(faultAtRest(world)).toBeUndefined();
    },
  );
  expect(outcomes).toContain("B");
  expect(moments).toBeGreaterThan(10);
});

test("a supervisor that is killed at any moment of a rollback has gone back and said so, or has done neither", async () => {
  const outcomes = new Set<string>();
  const moments = await atEachMoment(
    async (seed) => await (await withARunning({ seed, offering: "on difference" })).offers("B").passes(120_000),
    (world) => world.goesBack(),
    async (world) => {
      outcomes.add(`${world.runs}, B ${world.server.verdict}`);
      expect(faultAtRest(world)).toBeUndefined();
    },
  );
  expect([...outcomes].toSorted()).toEqual(["A, B FAILED", "B, B APPLIED"]);
  expect(moments).toBeGreaterThan(10);
});
