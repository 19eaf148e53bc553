import { describe, expect, test } from "bun:test";

import { noPackages } from "../../../../src/storage/packages-record.ts";
import { failure, type MindDriver, ok, withARunning } from "../../../support/mind-driver.ts";
import { collectorPackage, packagesOffer, storedPackage } from "../../../support/package-offers.ts";
import { remote } from "../../../support/stored.ts";

const installs = (version: string, driver = withARunning()) =>
  driver.offersVersion(version).packageArrives().bringsIntoForce().passes(60_000);
const loses = (driver: MindDriver, version: string) =>
  driver.post({
    is: "ProgramLost",
    program: storedPackage(version).program,
    reason: `PACKAGE_LOST: ${version} is gone`,
  });
const record = (driver: MindDriver) => driver.effectsThat("SavePackages").at(-1)?.packages ?? noPackages;
/** What a start of it comes to. */
const lost = failure("it is gone", "PACKAGE_LOST");

describe("a program that is lost while the supervisor runs", () => {
  test("and cannot be started again gives way to the operator's own, and the package comes once more", () => {
    const driver = installs("v2.0.0").collectorIsKilled();
    loses(driver, "v2.0.0").collectorCannotStart("it is gone", "PACKAGE_LOST").bringsIntoForce();
    expect([driver.runs, driver.program]).toEqual(["A", "own"]);
    expect(driver.fetch?.held).toBeUndefined();
    expect(driver.packages).toBe('"" InstallPending offered v2.0.0');
    expect(record(driver)).toMatchObject({ versions: [], installed: undefined, rejected: [] });
    driver.passes(60_000).packageArrives().bringsIntoForce();
    expect([driver.runs, driver.program]).toEqual(["A", "v2.0.0"]);
    expect(driver.packages).toBe('"" Installed has v2.0.0 offered v2.0.0');
  });

  test("on probation gives way to the one before", () => {
    const driver = installs("v2.0.0").offersVersion("v3.0.0").packageArrives().bringsIntoForce();
    loses(driver, "v3.0.0").bringsIntoForce();
    expect(driver.program).toBe("v2.0.0");
    expect(record(driver)).toMatchObject({ installed: storedPackage("v2.0.0").hash, before: undefined });
  });

  test("that there was to go back to is not gone back to: the operator's own is", () => {
    const driver = installs("v2.0.0").offersVersion("v3.0.0").packageArrives().bringsIntoForce();
    loses(driver, "v2.0.0");
    expect(driver.program).toBe("v3.0.0");
    driver.collectorExits({ statement: "panic" }).bringsIntoForce();
    expect(driver.program).toBe("own");
    expect(driver.packages).toContain("withdrawn: COLLECTOR_EXITED");
  });

  test("when a configuration is composed for it lets the operator's own take the configuration", () => {
    const driver = installs("v2.0.0").offers(remote("B"));
    loses(driver, "v2.0.0");
    driver.composesOnly().bringsIntoForce();
    expect([driver.runs, driver.program]).toEqual(["B", "own"]);
    expect(driver.verdict).toBe("B APPLIED");
  });

  test("while another one is tried is composed anew by the operator's own if that one fails", () => {
    const driver = installs("v2.0.0").offersVersion("v3.0.0").packageArrives().composes().switches();
    loses(driver, "v2.0.0").collectorExits().bringsIntoForce();
    expect([driver.runs, driver.program]).toEqual(["A", "own"]);
    expect(driver.packages).toContain("COLLECTOR_EXITED");
  });

  test("on its trial is told, and not condemned", () => {
    const driver = installs("v2.0.0").rollsBack().bringsIntoForce().passes(60_000).isToldToRetry();
    driver.packageArrives();
    loses(driver, "v2.0.0");
    const asked = driver.compositions.shift();
    driver.post({ is: "Composed", ticket: asked?.ticket ?? 0, outcome: { composed: false, failure: lost } });
    expect(driver.packages).toContain("InstallFailed offered v2.0.0 : PACKAGE_LOST: starting: it is gone");
    expect(record(driver).rejected).toEqual([]);
    expect(driver.program).toBe("own");
  });

  test("and is not offered any more is told no more", () => {
    const driver = installs("v2.0.0").offersPackages(packagesOffer({}, "none"));
    loses(driver, "v2.0.0").bringsIntoForce();
    expect([driver.packages, driver.program]).toEqual(["", "own"]);
  });

  test("and is none of those that are known changes nothing", () => {
    const driver = installs("v2.0.0");
    const before = driver.effects.length;
    loses(driver, "v9.0.0");
    expect(driver.effects.slice(before)).toEqual([]);
  });
});

describe("an operator's way back", () => {
  const rules = (minimumVersion: string) => ({
    config: { agent: { package: { ...packageConfig, minimumVersion } } },
  });

  test("leads past what the minimum forbids, and past what is not trusted any more", () => {
    const driver = withARunning();
    for (const version of ["v2.0.0", "v3.0.0", "v4.0.0"]) installs(version, driver);
    driver.post({ is: "RollbackRequested", version: undefined, passedOver: [storedPackage("v3.0.0").hash] });
    expect(driver.bringsIntoForce().program).toBe("v2.0.0");

    const bounded = withARunning(rules("3.5.0"));
    for (const version of ["v4.0.0", "v5.0.0"]) installs(version, bounded);
    expect(bounded.rollsBack("v3.0.0").state.packages.upgrade).toEqual({ is: "idle" });
    expect(bounded.rollsBack("v4.0.0").bringsIntoForce().program).toBe("v4.0.0");
  });

  test("from a program that fails is said where it leads below the minimum", () => {
    const driver = withARunning({ remains: { packages: installedOne }, ...rules("3.0.0") });
    expect(driver.program).toBe("v2.0.0");
    driver.offersPackages(packagesOffer({ "": collectorPackage("v3.0.0") })).packageArrives();
    driver.composes().switches().collectorExits().collectorStarts().collectorSays(ok);
    expect(driver.program).toBe("v2.0.0");
    expect(driver.effectsThat("Log")).toContainEqual({
      do: "Log",
      level: "warn",
      message: "What is gone back to is older than agent.package.minimum_version",
      fields: { version: "2.0.0", minimumVersion: "3.0.0" },
    });
  });
});

const installedOne = {
  ...noPackages,
  versions: [storedPackage("v2.0.0")],
  installed: storedPackage("v2.0.0").hash,
};

const packageConfig = {
  verifier: { type: "none" as const },
  agentBinary: "",
  allowDowngrade: false,
  allowed: [],
  keep: 4,
  download: { maxBytes: 1, maxDurationMs: 1 },
};
