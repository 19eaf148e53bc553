import { expect, test } from "bun:test";

import { faultAtRest } from "./at-rest.ts";
import type { Offering } from "./simulated-server.ts";
import { type SimulatedWorld, withARunning } from "./simulated-world.ts";

/** Offers a program, kills the supervisor at that moment, starts another one, and lets the world come to rest. */
async function kill(program: string, moment: number, offering: Offering): Promise<SimulatedWorld> {
  const world = await withARunning({ seed: moment, offering });
  world.machine.breaksDownloads = false;
  world.killsAfter(moment);
  await world.offersProgram(program).passes(95_000);
  if (world.life !== undefined) return world;
  await (await world.starts()).passes(200_000);
  return world;
}

/** One world for each moment at which it can be killed, until the upgrade is over before its moment comes. */
async function atEachMoment(
  { program, offering }: { program: string; offering: Offering },
  judge: (world: SimulatedWorld) => void,
): Promise<number> {
  for (let moment = 1; ; moment += 1) {
    const world = await kill(program, moment, offering);
    if (world.lives === 1) return moment - 1;
    try {
      // An offer that is not on disk yet goes with the supervisor, and is the server's to repeat.
      if (world.state.packages.offer !== undefined) expect(faultAtRest(world)).toBeUndefined();
      expect(world.runs).toBe("A");
      judge(world);
    } catch (error) {
      throw new Error(`${world.story.lines.join("\n")}\nkilled at moment ${moment}`, { cause: error });
    }
  }
}

test("a supervisor that is killed at any moment of an upgrade brings the new program into force where the server wants it", async () => {
  const moments = await atEachMoment({ program: "steady", offering: "on difference" }, (world) => {
    expect([world.packages.verdict, world.program]).toEqual(["Installed", "steady"]);
  });
  expect(moments).toBeGreaterThan(20);
});

test("a supervisor that is killed at any moment of an upgrade runs the old program or the new one, though nobody says it twice", async () => {
  const outcomes = new Set<string>();
  await atEachMoment({ program: "steady", offering: "once" }, (world) => {
    outcomes.add(world.program);
    expect(world.program).toBe(world.state.packages.offer === undefined ? "" : "steady");
  });
  expect([...outcomes].toSorted()).toEqual(["", "steady"]);
});

test.each(["exits", "stumbles", "sick", "absent"])(
  "a supervisor that is killed at any moment of an upgrade comes back with the old program where the new one %s",
  async (program) => {
    await atEachMoment({ program, offering: "on difference" }, (world) => {
      expect([world.packages.verdict, world.program]).toEqual(["InstallFailed", ""]);
    });
  },
);

test("a supervisor that is killed again and again in the middle of one trial of a program gives that up in the end", async () => {
  const world = await withARunning({ offering: "on difference" });
  world.machine.breaksDownloads = false;
  world.offersProgram("steady");
  for (let lives = 0; lives < 3; lives += 1) {
    await world.until(() => world.state.packages.upgrade.is === "trying");
    await world.passes(8);
    world.kills();
    await world.starts();
  }
  await world.passes(120_000);
  expect(world.packages.status?.errorMessage).toContain("INTERRUPTED");
  expect([world.packages.verdict, world.program]).toEqual(["InstallFailed", ""]);
});
