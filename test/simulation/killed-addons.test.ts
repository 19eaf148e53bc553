import { expect, test } from "bun:test";

import { faultAtRest } from "./at-rest.ts";
import { type SimulatedWorld, withARunning } from "./simulated-world.ts";

/** A runs with the first add-on; then another add-on and B are offered together, in this order. */
async function changed({ addon, moment, isAddonFirst }: { addon: string; moment: number; isAddonFirst: boolean }) {
  const world = await withARunning({ seed: moment, offering: "on difference" });
  world.machine.breaksDownloads = false;
  await world.offersAddon("steady first").passes(1_000);
  await world.offers("A1", "steady needs=geo").passes(120_000);
  expect([world.runs, world.addon]).toEqual(["A1", "steady first"]);
  world.killsAfter(moment);
  if (isAddonFirst) world.offersAddon(addon).offers("B", "steady B needs=geo");
  else world.offers("B", "steady B needs=geo").offersAddon(addon);
  await world.passes(95_000);
  if (world.life !== undefined) return world;
  await (await world.starts()).passes(200_000);
  return world;
}

/** One world for each moment at which the supervisor can be killed, until the change is over before its moment comes. */
async function atEachMoment(
  change: (moment: number) => Promise<SimulatedWorld>,
  judge: (world: SimulatedWorld) => void,
): Promise<number> {
  for (let moment = 1; ; moment += 1) {
    const world = await change(moment);
    if (world.lives === 1) return moment - 1;
    try {
      expect(faultAtRest(world)).toBeUndefined();
      judge(world);
    } catch (error) {
      throw new Error(`${world.story.lines.join("\n")}\nkilled at moment ${moment}`, { cause: error });
    }
  }
}

test.each([true, false])(
  "a supervisor that is killed at any moment of a change of add-on and configuration ends with both (add-on first: %p)",
  async (isAddonFirst) => {
    const moments = await atEachMoment(
      (moment) => changed({ addon: "steady second", moment, isAddonFirst }),
      (world) => {
        expect([world.runs, world.addon]).toEqual(["B", "steady second"]);
        expect([world.server.verdict, world.packages.addonVerdict]).toEqual(["APPLIED", "Installed"]);
      },
    );
    expect(moments).toBeGreaterThan(20);
  },
  60_000,
);

test.each(["exits", "stumbles", "sick", "absent"])(
  "a supervisor that is killed at any moment of a change with an add-on that %s ends with what was before",
  async (word) => {
    await atEachMoment(
      (moment) => changed({ addon: `${word} second`, moment, isAddonFirst: true }),
      (world) => {
        expect([world.runs, world.addon]).toEqual(["A1", "steady first"]);
        expect([world.server.verdict, world.packages.addonVerdict]).toEqual(["FAILED", "InstallFailed"]);
      },
    );
  },
  60_000,
);

test("a supervisor that is killed at any moment of the removal of an add-on ends without it, and its configuration", async () => {
  await atEachMoment(
    async (moment) => {
      const world = await withARunning({ seed: moment, offering: "on difference" });
      world.machine.breaksDownloads = false;
      await world.offersAddon("steady first").passes(1_000);
      await world.offers("A1", "steady needs=geo").passes(120_000);
      world.killsAfter(moment);
      await world.offersAddon(undefined).offers("B", "steady B").passes(95_000);
      if (world.life === undefined) await (await world.starts()).passes(200_000);
      return world;
    },
    (world) => {
      expect([world.runs, world.addon]).toEqual(["B", ""]);
      expect(world.state.packages.record.addons).toMatchObject({ here: [], inForce: { addons: [] } });
    },
  );
}, 60_000);
