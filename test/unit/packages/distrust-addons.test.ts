import { expect, test } from "bun:test";

import { distrustAddons } from "../../../src/packages/distrust-addons.ts";
import { storedAddon } from "../../support/package-offers.ts";

const [geo, rules, spare, old] = ["geo", "rules", "spare", "old"].map((name) =>
  storedAddon(name, "1", { verifier: name === "old" ? "now" : "then" }),
) as [
  ReturnType<typeof storedAddon>,
  ReturnType<typeof storedAddon>,
  ReturnType<typeof storedAddon>,
  ReturnType<typeof storedAddon>,
];
const setOf = (...addons: readonly (typeof geo)[]) => ({ config: "ab", addons });
const changed = async (verifier: string | undefined) => (verifier === "now" ? undefined : "VERIFIER_CHANGED: why");

test("what nothing runs with comes anew where it was verified otherwise, and what is in force goes on and is told", async () => {
  const record = {
    here: [geo, rules, spare, old],
    inForce: setOf(geo),
    before: setOf(rules),
    tried: { ...setOf(spare), begun: 1 },
  };
  expect(await distrustAddons(record, changed)).toEqual({
    addons: { ...record, here: [geo, rules, old] },
    notes: ["geo 1: VERIFIER_CHANGED: why"],
  });
});

test("what was verified as now stays, and the record is as it was", async () => {
  const record = { here: [geo, old], inForce: setOf(old) };
  expect(await distrustAddons(record, async () => undefined)).toEqual({ addons: record, notes: [] });
  expect((await distrustAddons(record, async () => undefined)).addons).toBe(record);
});

test("what an earlier version has fetched has no print, and counts as verified otherwise", async () => {
  const record = { here: [storedAddon("geo", "1")] };
  expect((await distrustAddons(record, changed)).addons.here).toEqual([]);
});
