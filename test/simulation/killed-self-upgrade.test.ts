import { expect, test } from "bun:test";

import { type Kind, SelfUpgradeWorld } from "./self-upgrade-world.ts";

/** A is in force, and the supervisor of that kind is offered. */
async function offered(kind: Kind, seed = 1, more: (world: SelfUpgradeWorld) => unknown = () => {}) {
  const world = new SelfUpgradeWorld({ seed });
  await world.begins();
  await world.offers("A").passes(120_000);
  more(world);
  await world.offersSupervisor(kind).passes(200_000);
  return world;
}

/** What runs, and what the server was told last. */
const outcome = (world: SelfUpgradeWorld) => [world.runsSupervisor, world.runs, world.told.split(" ")[1]];

test.each([
  ["works", "runs", "steady", "steady", "Installed"],
  ["ends at its start", "is gone back from", "exits", "own", "InstallFailed"],
  ["never gets to the server", "is gone back from", "deaf", "own", "InstallFailed"],
  ["works on trial alone", "is gone back from", "once", "own", "InstallFailed"],
] as const)("a supervisor that %s %s in the end", async (_, __, kind, runs, told) => {
  expect(outcome(await offered(kind))).toEqual([runs, "A", told]);
});

/** One world for each moment at which a supervisor can be killed, until all is over before its moment comes. */
async function atEachMoment(kind: Kind, judge: (world: SelfUpgradeWorld) => void): Promise<number> {
  for (let moment = 1; ; moment += 1) {
    const world = await offered(kind, moment, (w) => w.killsAfter(moment));
    if (!world.wasKilled) return moment - 1;
    await (await world.begins()).passes(300_000);
    try {
      expect(world.runs).toBe("A");
      expect(world.state.self.record.trial).toBeUndefined();
      judge(world);
    } catch (error) {
      throw new Error(`${world.story.lines.join("\n")}\nkilled at moment ${moment}`, { cause: error });
    }
  }
}

test("a supervisor that does not take at last what is here is not tried, until the operator asks for it again", async () => {
  const world = await offered("steady", 1, (w) => (w.refusals = 1));
  expect(outcome(world)).toEqual(["own", "A", "InstallFailed"]);
  await world.retries().passes(200_000);
  expect(outcome(world)).toEqual(["steady", "A", "Installed"]);
});

test.each([
  ["a remote configuration", (w: SelfUpgradeWorld) => w.offers("B"), (w: SelfUpgradeWorld) => w, "B"],
  ["the operator's layers", (w: SelfUpgradeWorld) => w.writes("steady own 2"), (w: SelfUpgradeWorld) => w, "A"],
  ["a hold", (w: SelfUpgradeWorld) => w.holds(), (w: SelfUpgradeWorld) => w.releases(), "A"],
])("%s that comes at the last moment goes first", async (_, comes, ends, runs) => {
  const world = new SelfUpgradeWorld({ seed: 1 });
  await world.begins();
  await world.offers("A").passes(120_000);
  await world.offersSupervisor("steady").until(() => world.state.self.upgrade.is === "leaving");
  await comes(world).passes(30_000);
  expect([world.runsSupervisor, world.state.self.upgrade.is, world.runs]).toEqual(["own", "staged", runs]);
  await ends(world).passes(200_000);
  expect(outcome(world)).toEqual(["steady", runs, "Installed"]);
});

test("a supervisor that is killed at any moment of its own upgrade is the new one in the end, and the Collector runs", async () => {
  const moments = await atEachMoment("steady", (world) => {
    expect(outcome(world)).toEqual(["steady", "A", "Installed"]);
  });
  expect(moments).toBeGreaterThan(15);
});

test.each(["exits", "deaf"] as const)(
  "a supervisor that is killed at any moment of its own upgrade is the old one in the end where the new one %s",
  async (kind) => {
    await atEachMoment(kind, (world) => {
      expect(outcome(world)).toEqual(["own", "A", "InstallFailed"]);
    });
  },
);
