import { describe, expect, test } from "bun:test";

import { SimulatedWorld } from "../simulated-world.ts";

const modes = [
  ["with restarts", false],
  ["with reloads", true],
] as const;

describe.each(modes)("a remote configuration that lands in the middle of the first start, %s,", (_, reload) => {
  test.each([
    ["steady", "APPLIED"],
    ["eager", "APPLIED"],
    ["exits", "FAILED"],
    ["sick", "FAILED"],
  ] as const)("and is %s is %s", async (body, verdict) => {
    for (let after = 0; after < 120; after += 7) {
      const world = new SimulatedWorld({ seed: after, config: { agent: { useHupConfigReload: reload } } });
      await (await world.starts()).passes(after);
      await world.offers("A", `${body} A`).passes(20_000);
      expect(world.server.verdict).toBe(verdict);
      expect(world.runs).toBe(verdict === "APPLIED" ? "A" : "own layers");
      expect(world.server.isHealthy).toBe(true);
    }
  });
});

test("a supervisor whose server is never there runs the operator's own layers, and keeps them running", async () => {
  const world = new SimulatedWorld();
  await (await world.starts()).passes(1_000);
  expect(world.runs).toBe("own layers");
  await world.killsCollector().passes(1_000);
  expect(world.runs).toBe("own layers");
  expect(world.state.process).toMatchObject({ is: "up", proven: true });
});

test("a supervisor whose server was there before runs the last good configuration without it", async () => {
  const world = new SimulatedWorld();
  await world.starts();
  await world.offers("A").passes(120_000);
  world.kills();
  world.server.wants = undefined;
  await (await world.starts()).passes(1_000);
  expect(world.runs).toBe("A");
});

test.each(["restarts", "retries"] as const)(
  "what the operator asks for before anything runs does no harm: %s",
  async (asks) => {
    const world = await new SimulatedWorld().starts();
    await (asks === "restarts" ? world.restarts("operator") : world.retries()).passes(1_000);
    expect(world.runs).toBe("own layers");
    expect(world.startCount).toBe(1);
  },
);

describe("with fallback configurations", () => {
  const fallback = "steady fallback";

  test("a server that is there costs no start of them", async () => {
    const world = await new SimulatedWorld({ fallback }).starts();
    await world.passes(10_000);
    expect(world.startCount).toBe(1);
    expect(world.life?.driver.process?.composition.candidate.fallback).toBeUndefined();
  });

  test("a server that is away has them run until it comes, and then what is wanted", async () => {
    const world = new SimulatedWorld({ fallback });
    world.isServerAway = true;
    await (await world.starts()).passes(10_000);
    expect(world.life?.driver.process?.composition.text).toContain(fallback);
    world.losesServer(false);
    await world.offers("A").passes(10_000);
    expect(world.runs).toBe("A");
    expect(world.server.verdict).toBe("APPLIED");
  });
});
