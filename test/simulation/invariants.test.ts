import { describe, expect, test } from "bun:test";

import { RemoteConfigStatuses } from "../../src/opamp/wire/messages.ts";
import { StatusLedger } from "../support/status-ledger.ts";
import { faultAtRest } from "./at-rest.ts";
import { withARunning } from "./simulated-world.ts";

const {
  RemoteConfigStatuses_APPLIED: applied,
  RemoteConfigStatuses_APPLYING: applying,
  RemoteConfigStatuses_FAILED: failed,
} = RemoteConfigStatuses;

describe("the ledger of statuses", () => {
  const says = (ledger: StatusLedger, status: RemoteConfigStatuses, error = "", onProbation = true) =>
    ledger.told({ hash: new Uint8Array(), id: "a", status, error }, onProbation);

  test("lets a hash be applied and withdrawn, once", () => {
    const ledger = new StatusLedger();
    expect(says(ledger, applying)).toBeUndefined();
    expect(says(ledger, applied)).toBeUndefined();
    expect(says(ledger, failed, "withdrawn: why")).toBeUndefined();
    expect(says(ledger, failed, "withdrawn: why")).toBeDefined();
  });

  test("lets no verdict be taken back, nor withdrawn late or without the word", () => {
    for (const [verdict, next, error, onProbation] of [
      [applied, applying, "", true],
      [failed, applied, "", true],
      [failed, applying, "", true],
      [applied, failed, "why", true],
      [applied, failed, "withdrawn: why", false],
    ] as const) {
      const ledger = new StatusLedger();
      says(ledger, verdict);
      expect(says(ledger, next, error, onProbation)).toBeDefined();
    }
  });

  test("lets a hash begin anew, and a supervisor forget what it had not stored", () => {
    const ledger = new StatusLedger();
    says(ledger, failed);
    ledger.beginsAnew("a");
    expect(says(ledger, applied)).toBeUndefined();
    ledger.survives("a", applied);
    expect(says(ledger, applying)).toBeDefined();
    ledger.survives("a", applying);
    expect(says(ledger, applying)).toBeUndefined();
  });
});

describe("the world", () => {
  test("finds a fault where a good Collector hangs with nobody to see it", async () => {
    const world = await withARunning();
    expect(faultAtRest(world)).toBeUndefined();
    world.server.isHealthy = false;
    expect(faultAtRest(world)).toContain("the server hears");
  });

  test("allows no second Collector", async () => {
    const world = await withARunning();
    world.life?.driver.effects.splice(0);
    if (world.life) world.life.driver.process = undefined;
    world.offers("B");
    await expect(world.passes(1_000)).rejects.toThrow("invariant broken");
  });

  test("allows no change of the file in the middle of a reload", async () => {
    const world = await withARunning({ config: { agent: { useHupConfigReload: true } } });
    await world.offers("B").until(() => world.collector?.reloads === true);
    const { disk } = world;
    const outcome = disk.files.write(disk.paths.effectiveConfig, "0\n").then(() => "written", String);
    await world.passes(10);
    expect(await outcome).toContain("in the middle of a reload");
  });
});
