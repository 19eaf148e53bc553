import { describe, expect, test } from "bun:test";

import { noPackages } from "../../../../src/storage/packages-record.ts";
import { MindDriver, ok, withARunning } from "../../../support/mind-driver.ts";
import { storedPackage } from "../../../support/package-offers.ts";
import { remote } from "../../../support/stored.ts";

const record = (driver: MindDriver) => driver.effectsThat("SavePackages").at(-1)?.packages ?? noPackages;
const hashOf = (version: string) => storedPackage(version).hash;

/** The server wants nothing to run, and these programs are installed one after the other. */
function installsWhileIdle(...versions: readonly string[]): MindDriver {
  const driver = withARunning().offers(remote("none", null)).collectorStops();
  for (const version of versions) driver.offersVersion(version).packageArrives();
  return driver;
}

describe("of programs that were installed while nothing was to run", () => {
  test("none is gone back to that has shown nothing: the one before all of them is", () => {
    const driver = installsWhileIdle("v2.0.0", "v3.0.0");
    expect(record(driver)).toMatchObject({ installed: hashOf("v3.0.0"), before: {} });
    driver.offers(remote("B")).composes().collectorStarts().collectorExits();
    expect(record(driver)).toMatchObject({ installed: undefined, before: undefined });
    driver.bringsIntoForce();
    expect([driver.runs, driver.program]).toEqual(["B", "own"]);
  });

  test("the newest that runs is on probation before the others may be removed", () => {
    const driver = installsWhileIdle("v2.0.0", "v3.0.0");
    driver.offers(remote("B")).composes().collectorStarts().collectorSays(ok);
    expect(record(driver)).toMatchObject({ installed: hashOf("v3.0.0"), before: {} });
    driver.passes(60_000);
    expect(record(driver)).toMatchObject({ installed: hashOf("v3.0.0"), before: undefined });
  });

  test("one that comes again under another hash has shown nothing by that", () => {
    const driver = installsWhileIdle("v2.0.0").offersVersion("v2.0.1");
    driver.packageArrives({ program: storedPackage("v2.0.0").program });
    expect(record(driver)).toMatchObject({ installed: hashOf("v2.0.1"), before: {} });
    driver.offers(remote("B")).composes().collectorStarts().collectorExits();
    expect(record(driver)).toMatchObject({ installed: undefined, before: undefined });
    expect(driver.bringsIntoForce().program).toBe("own");
  });

  test("none is blamed for a configuration that cannot be composed", () => {
    const driver = installsWhileIdle("v2.0.0").offers(remote("B", "broken")).composes();
    expect(driver.verdict).toStartWith("B FAILED: CONFIG_INVALID");
    expect(record(driver)).toMatchObject({ installed: hashOf("v2.0.0"), rejected: [] });
    driver.offers(remote("C")).composes().collectorStarts().collectorSays(ok);
    expect([driver.runs, driver.program]).toEqual(["C", "v2.0.0"]);
  });
});

describe("a program under a fallback configuration", () => {
  const config = { agent: { startupFallbackConfigs: ["/etc/fallback.yaml"] } };

  test("is not blamed where what is in force cannot be composed", () => {
    const driver = new MindDriver({ config });
    driver.ownLayers = "broken";
    driver.starts().post({ is: "ServerReached", use: 0 }).composes().composes().bringsIntoForce();
    driver.offersVersion("v2.0.0").packageArrives().bringsIntoForce().composes();
    expect(record(driver)).toMatchObject({ installed: hashOf("v2.0.0"), rejected: [] });
    expect(driver.packages).toBe('"" Installed has v2.0.0 offered v2.0.0');
  });

  test("stands its probation there after a restart of the supervisor", () => {
    const versions = [storedPackage("v2.0.0")];
    const packages = { ...noPackages, versions, installed: hashOf("v2.0.0"), before: {} };
    const driver = new MindDriver({ config, remains: { packages } }).starts();
    driver.post({ is: "ServerMissed", use: 0, reason: "no way" }).bringsIntoForce();
    expect(driver.program).toBe("v2.0.0");
    driver.passes(60_000);
    expect(record(driver)).toMatchObject({ installed: hashOf("v2.0.0"), before: undefined });
  });
});
