import { expect, test } from "bun:test";

import { faultAtRest } from "./at-rest.ts";
import type { Offering } from "./simulated-server.ts";
import { type SimulatedWorld, withARunning } from "./simulated-world.ts";

interface Cut {
  /** What the server offers while A runs. */
  offer: (world: SimulatedWorld) => void;
  offering?: Offering;
  /** What is lost of what was not flushed. */
  fate: number;
}

/** The power goes at this moment after the offer: an effect, or a step of a change on disk. Then the world comes to rest. */
async function cut({ offer, offering = "on difference", fate }: Cut, moment: number): Promise<SimulatedWorld> {
  const world = await withARunning({ seed: moment, offering });
  world.machine.breaksDownloads = false;
  world.disk.tellsSteps = true;
  world.killsAfter(moment);
  offer(world);
  await world.passes(95_000);
  if (world.life !== undefined) return world;
  world.losesPower(fate);
  world.disk.tellsSteps = false;
  await (await world.starts()).passes(200_000);
  return world;
}

/** One world for each moment, until all is over before its moment comes. */
async function atEachMoment(options: Cut, judge: (world: SimulatedWorld) => void): Promise<number> {
  for (let moment = 1; ; moment += 1) {
    const world = await cut(options, moment);
    if (world.lives === 1) return moment - 1;
    try {
      judge(world);
    } catch (error) {
      throw new Error(`${world.story.lines.join("\n")}\ncut at moment ${moment}`, { cause: error });
    }
  }
}

/** Nothing that was not flushed is kept, all of it is, and by chance. */
const fates = [1, 0, 6, 7];

test.each(fates)(
  "a power cut at any step of an upgrade brings the new program into force (fate %d)",
  async (fate) => {
    const offer = (world: SimulatedWorld) => void world.offersProgram("steady");
    const moments = await atEachMoment({ offer, fate }, (world) => {
      expect(faultAtRest(world)).toBeUndefined();
      expect(world.runs).toBe("A");
      expect([world.packages.verdict, world.program]).toEqual(["Installed", "steady"]);
    });
    expect(moments).toBeGreaterThan(60);
  },
  120_000,
);

test.each(fates)(
  "a power cut at any step of an upgrade that fails leaves the old program (fate %d)",
  async (fate) => {
    const offer = (world: SimulatedWorld) => void world.offersProgram("exits");
    await atEachMoment({ offer, fate }, (world) => {
      expect(faultAtRest(world)).toBeUndefined();
      expect(world.runs).toBe("A");
      expect([world.packages.verdict, world.program]).toEqual(["InstallFailed", ""]);
    });
  },
  120_000,
);

test.each(fates)(
  "a power cut at any step of a change leaves the old configuration or the new one, and is told (fate %d)",
  async (fate) => {
    for (const [body, verdict, runs] of [
      ["steady", "APPLIED", "B"],
      ["exits", "FAILED", "A"],
    ] as const) {
      await atEachMoment({ offer: (world) => void world.offers("B", body), fate }, (world) => {
        expect(faultAtRest(world)).toBeUndefined();
        expect([world.server.verdict, world.runs]).toEqual([verdict, runs]);
      });
    }
  },
  120_000,
);

test("a power cut when nobody says it twice leaves the old program or the new one", async () => {
  const outcomes = new Set<string>();
  const offer = (world: SimulatedWorld) => void world.offersProgram("steady");
  await atEachMoment({ offer, offering: "once", fate: 6 }, (world) => {
    outcomes.add(world.program);
    expect(world.program).toBe(world.state.packages.offer === undefined ? "" : "steady");
    expect(world.runs).toBe("A");
  });
  expect([...outcomes].toSorted()).toEqual(["", "steady"]);
}, 120_000);
