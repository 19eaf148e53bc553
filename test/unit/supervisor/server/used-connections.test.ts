import { describe, expect, test } from "bun:test";

import type { ConnectionTarget } from "../../../../src/compose/layers.ts";
import { type MindDriver, ok, permanent, withARunning } from "../../../support/mind-driver.ts";
import { telemetryOffer } from "../../../support/settings-offers.ts";

/** A target with a certificate of this name. */
function target(name: string): ConnectionTarget {
  return {
    endpoint: "https://sink",
    headers: [],
    certificate: { cert: `${name}'s certificate`, key: `${name}'s key` },
  };
}

function offering(driver: MindDriver, name: string): MindDriver {
  return driver.offersSettings(telemetryOffer({ logs: target(name) }, name));
}

/** The certificates that stayed when others were removed, each time. */
function kept(driver: MindDriver): string[][] {
  return driver
    .effectsThat("KeepCredentials")
    .map(({ connections }) => connections.flatMap(({ telemetry }) => telemetry.logs?.certificate?.cert ?? []));
}

describe("the certificates of the Collector's connections", () => {
  test("are removed once nothing runs with them and nothing would go back to them", () => {
    const driver = offering(withARunning(), "first").bringsIntoForce();
    driver.passes(60_000);
    offering(driver, "second").bringsIntoForce();
    expect(kept(driver)).toEqual([]);
    driver.passes(60_000);
    expect(kept(driver)).toEqual([["second's certificate"]]);
  });

  test("are removed where an offer has failed, and those stay to which the Collector goes back", () => {
    const driver = offering(withARunning(), "first").bringsIntoForce();
    driver.passes(60_000);
    offering(driver, "bad").composes().switches();
    driver.collectorSays(permanent);
    expect(kept(driver)).toEqual([]);
    driver.switches().collectorSays(ok);
    expect(kept(driver)).toEqual([["first's certificate"]]);
  });

  test("stay when an offer takes over what is there already", () => {
    const driver = offering(withARunning(), "first").bringsIntoForce();
    driver.passes(60_000);
    const both = { logs: target("first"), metrics: target("first") };
    driver.offersSettings(telemetryOffer(both, "more")).bringsIntoForce();
    driver.passes(60_000);
    expect(kept(driver)).toEqual([]);
  });
});
